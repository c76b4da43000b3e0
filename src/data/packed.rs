//! How long columns travel between workers: as their bytes, which is a copy, not as a list of values one by one.

use serde::de::{Deserializer, Error, Visitor};
use serde::ser::Serializer;

use super::column::PIECE;

/// A number that has a form of a fixed length.
pub trait Packed: Copy + Sized {
    /// How many bytes it has.
    const LENGTH: usize;
    /// Writes its bytes, least first.
    fn write(self, bytes: &mut [u8]);
    /// The number of these [`Packed::LENGTH`] bytes.
    fn read(bytes: &[u8]) -> Self;
}

macro_rules! packed {
    ($number:ty) => {
        impl Packed for $number {
            const LENGTH: usize = size_of::<$number>();

            fn write(self, bytes: &mut [u8]) {
                bytes.copy_from_slice(&self.to_le_bytes());
            }

            fn read(bytes: &[u8]) -> Self {
                Self::from_le_bytes(bytes.first_chunk().copied().unwrap_or_default())
            }
        }
    };
}

packed!(f64);
packed!(u32);
packed!(i64);
packed!(u8);

/// A value that none of a column is stands for a missing one: no time is that early, and no code that large.
macro_rules! packed_option {
    ($number:ty, $none:expr) => {
        impl Packed for Option<$number> {
            const LENGTH: usize = size_of::<$number>();

            fn write(self, bytes: &mut [u8]) {
                self.unwrap_or($none).write(bytes);
            }

            fn read(bytes: &[u8]) -> Self {
                Some(<$number>::read(bytes)).filter(|&value| value != $none)
            }
        }
    };
}

packed_option!(u32, u32::MAX);
packed_option!(i64, i64::MIN);

/// Writes all numbers.
pub fn serialize<T: Packed, S: Serializer>(values: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    // In pieces: see `PIECE`.
    #[inline(never)]
    fn write<T: Packed>(piece: &[T], bytes: &mut [u8]) {
        piece.iter().zip(bytes.chunks_exact_mut(T::LENGTH)).for_each(|(value, bytes)| value.write(bytes));
    }
    let mut bytes = vec![0; values.len() * T::LENGTH];
    let pieces = values.chunks(PIECE).zip(bytes.chunks_mut(PIECE * T::LENGTH));
    pieces.for_each(|(piece, bytes)| write(piece, bytes));
    serializer.serialize_bytes(&bytes)
}

/// Reads all numbers.
pub fn deserialize<'de, T: Packed, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    struct Bytes<T>(std::marker::PhantomData<T>);
    impl<T: Packed> Visitor<'_> for Bytes<T> {
        type Value = Vec<T>;

        fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
            formatter.write_str("the bytes of numbers")
        }

        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<T>, E> {
            if !bytes.len().is_multiple_of(T::LENGTH) {
                return Err(E::invalid_length(bytes.len(), &self));
            }
            #[inline(never)]
            fn read<T: Packed>(piece: &[u8], values: &mut Vec<T>) {
                values.extend(piece.chunks_exact(T::LENGTH).map(T::read));
            }
            let mut values = Vec::with_capacity(bytes.len() / T::LENGTH);
            bytes.chunks(PIECE * T::LENGTH).for_each(|piece| read(piece, &mut values));
            Ok(values)
        }
    }
    deserializer.deserialize_bytes(Bytes(std::marker::PhantomData))
}

#[cfg(test)]
mod tests {
    use crate::data::{Column, Table, Values};

    #[test]
    fn every_kind_of_column_arrives_as_it_was_sent() {
        let column =
            |name: &str, values| Column { name: name.to_owned(), values, unit: None, derived: false };
        let table = Table {
            columns: vec![
                column("n", Values::Number(vec![1.5, -0.0, f64::MAX])),
                column("t", Values::Datetime { milliseconds: vec![Some(-1), None, Some(0)], utc: true }),
                column(
                    "c",
                    Values::Category { labels: vec!["a".to_owned()], codes: vec![Some(0), None, Some(0)] },
                ),
                column("w", Values::Text(vec![None, Some("x".to_owned()), Some("y".to_owned())])),
                column("e", Values::Empty),
            ],
            lines: vec![2, 3, 4],
        };
        let bytes = postcard::to_stdvec(&table).unwrap();
        assert_eq!(postcard::from_bytes::<Table>(&bytes).unwrap(), table);
        // In parts it arrives as well.
        let mut taken = Table { columns: Vec::new(), lines: table.lines.clone() };
        for whole in &table.columns {
            for from in 0..3 {
                let part = Column { values: whole.values.slice(from..from + 1), ..whole.clone() };
                taken.take_rows(from == 0, part);
            }
        }
        assert_eq!(taken, table);
        // A missing number is NaN, which is not equal to itself.
        let missing = column("m", Values::Number(vec![f64::NAN]));
        let bytes = postcard::to_stdvec(&missing).unwrap();
        let back: Column = postcard::from_bytes(&bytes).unwrap();
        assert!(back.numbers().unwrap()[0].is_nan());
        // Bytes that are no whole numbers are refused.
        assert!(postcard::from_bytes::<Table>(&[0, 3, 1, 2, 3]).is_err());
    }
}
