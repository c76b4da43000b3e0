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

/// CRC-32 of bytes (ISO 3309, ITU-T V.42; that of zip and PNG).
pub fn crc32(bytes: impl IntoIterator<Item = u8>) -> u32 {
    let half = |crc: u32| (crc >> 4) ^ REMAINDERS[(crc & 15) as usize];
    !bytes.into_iter().fold(u32::MAX, |crc, byte| half(half(crc ^ u32::from(byte))))
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
