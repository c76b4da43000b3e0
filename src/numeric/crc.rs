//! A checksum by which two runs can be told to be the same bit for bit.

/// The remainders of four bits, by the polynomial of ISO 3309 with its lowest bit first. Sixteen are enough: a table for
/// whole bytes would be longer than what it is used for.
const REMAINDERS: [u32; 16] = remainders();

const fn remainders() -> [u32; 16] {
    let mut table = [0; 16];
    let mut index = 0;
    while index < 16 {
        let mut remainder = index as u32;
        let mut bit = 0;
        while bit < 4 {
            remainder = (remainder >> 1) ^ (0xedb8_8320 & (remainder & 1).wrapping_neg());
            bit += 1;
        }
        table[index] = remainder;
        index += 1;
    }
    table
}

/// CRC-32 (ISO 3309, ITU-T V.42; that of zip and PNG) of bytes that come one after the other.
#[derive(Clone, Copy, Debug)]
pub struct Crc32(u32);

impl Default for Crc32 {
    fn default() -> Self {
        Self(u32::MAX)
    }
}

impl Crc32 {
    /// The same with another byte behind it.
    pub fn and(self, byte: u8) -> Self {
        let half = |crc: u32| (crc >> 4) ^ REMAINDERS[(crc & 15) as usize];
        Self(half(half(self.0 ^ u32::from(byte))))
    }

    /// The checksum of what came so far.
    pub fn value(self) -> u32 {
        !self.0
    }
}

/// CRC-32 of bytes.
pub fn crc32(bytes: impl IntoIterator<Item = u8>) -> u32 {
    bytes.into_iter().fold(Crc32::default(), Crc32::and).value()
}

#[cfg(test)]
mod tests {
    use super::crc32;

    #[test]
    fn the_check_value_of_the_catalogue() {
        // CRC-32/ISO-HDLC in the catalogue of parametrised CRC algorithms (G. Cook).
        assert_eq!(crc32(*b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32([]), 0);
    }
}
