//! The encoding of protocol buffers, as far as ONNX needs it: <https://protobuf.dev/programming-guides/encoding/>.

/// A message on its way to bytes.
#[derive(Default)]
pub(super) struct Message(Vec<u8>);

const VARINT: u64 = 0;
const LENGTH: u64 = 2;
const FOUR_BYTES: u64 = 5;

impl Message {
    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    /// A whole number.
    pub(super) fn number(&mut self, field: u64, value: i64) {
        self.varint(field << 3 | VARINT);
        self.varint(value as u64);
    }

    /// A number of four bytes.
    pub(super) fn float(&mut self, field: u64, value: f32) {
        self.varint(field << 3 | FOUR_BYTES);
        self.0.extend(value.to_le_bytes());
    }

    /// Bytes or a text.
    pub(super) fn bytes(&mut self, field: u64, bytes: impl AsRef<[u8]>) {
        let bytes = bytes.as_ref();
        self.varint(field << 3 | LENGTH);
        self.varint(bytes.len() as u64);
        self.0.extend(bytes);
    }

    /// Whole numbers in one field.
    pub(super) fn numbers(&mut self, field: u64, values: &[i64]) {
        let mut packed = Self::default();
        values.iter().for_each(|&value| packed.varint(value as u64));
        self.bytes(field, packed.0);
    }

    /// A message within this one.
    pub(super) fn message(&mut self, field: u64, write: impl FnOnce(&mut Self)) {
        let mut inner = Self::default();
        write(&mut inner);
        self.bytes(field, inner.0);
    }

    /// Its bytes.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// A field of a message that was read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Field<'a> {
    /// A whole number.
    Number(u64),
    /// Bytes, a text, or a message.
    Bytes(&'a [u8]),
    /// A number of four or eight bytes, of which we write none that is read back.
    Fixed,
}

/// The fields of a message by number, in their order; `None` for bytes that are no message.
pub(super) fn fields(mut bytes: &[u8]) -> Option<Vec<(u64, Field<'_>)>> {
    let mut fields = Vec::new();
    while !bytes.is_empty() {
        let key = varint(&mut bytes)?;
        let field = match key & 7 {
            VARINT => Field::Number(varint(&mut bytes)?),
            LENGTH => {
                let length = usize::try_from(varint(&mut bytes)?).ok()?;
                let (own, rest) = bytes.split_at_checked(length)?;
                bytes = rest;
                Field::Bytes(own)
            }
            1 | FOUR_BYTES => {
                bytes = bytes.get(if key & 7 == 1 { 8 } else { 4 }..)?;
                Field::Fixed
            }
            _ => return None,
        };
        fields.push((key >> 3, field));
    }
    Some(fields)
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    for place in 0..10 {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << (7 * place);
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of the guide: 150 in field 1 is 08 96 01, "testing" in field 2 is 12 07 …, and −2 as an int64 takes
    /// ten bytes.
    #[test]
    fn bytes_are_those_of_the_guide() {
        let mut message = Message::default();
        message.number(1, 150);
        message.bytes(2, "testing");
        message.message(3, |inner| inner.number(1, 150));
        let bytes = message.into_bytes();
        assert_eq!(
            bytes,
            [&[0x08, 0x96, 0x01, 0x12, 0x07][..], b"testing", &[0x1a, 0x03, 0x08, 0x96, 0x01]].concat()
        );
        let read = fields(&bytes).unwrap();
        assert_eq!(read[..2], [(1, Field::Number(150)), (2, Field::Bytes(b"testing"))]);
        let Field::Bytes(inner) = read[2].1 else { panic!() };
        assert_eq!(fields(inner).unwrap(), [(1, Field::Number(150))]);
        let mut negative = Message::default();
        negative.number(1, -2);
        let bytes = negative.into_bytes();
        assert_eq!(bytes.len(), 11);
        assert_eq!(fields(&bytes).unwrap(), [(1, Field::Number(-2_i64 as u64))]);
        // 3, 270 and 86942 packed in field 6: 32 06 03 8e 02 9e a7 05.
        let mut packed = Message::default();
        packed.numbers(6, &[3, 270, 86_942]);
        assert_eq!(packed.into_bytes(), [0x32, 0x06, 0x03, 0x8e, 0x02, 0x9e, 0xa7, 0x05]);
        for wrong in [&[0x08][..], &[0x12, 0x07, 1], &[0x0b], &[0x08, 0xff]] {
            assert_eq!(fields(wrong), None, "{wrong:?}");
        }
    }
}
