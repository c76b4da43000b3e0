//! Encodings other than UTF-8, by `encoding_rs`.

use encoding_rs::{Decoder, DecoderResult};

use super::{Decode, Encoding};

/// A decoder of an encoding, for a [`super::TableReader`].
pub fn decoder(encoding: Encoding) -> Box<dyn Decode> {
    let found = encoding_rs::Encoding::for_label(encoding.label().as_bytes()).unwrap_or(encoding_rs::UTF_8);
    Box::new(Legacy(found.new_decoder_without_bom_handling()))
}

struct Legacy(Decoder);

impl Decode for Legacy {
    fn decode(&mut self, bytes: &[u8], last: bool) -> String {
        let mut text =
            String::with_capacity(self.0.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len()));
        let mut from = 0;
        loop {
            let (result, read) = self.0.decode_to_string_without_replacement(&bytes[from..], &mut text, last);
            from += read;
            match result {
                DecoderResult::InputEmpty => return text,
                DecoderResult::OutputFull => text.reserve(bytes.len() - from + 16),
                DecoderResult::Malformed(..) => {
                    text.reserve(bytes.len() - from + 16);
                    text.push('\u{fffd}');
                }
            }
        }
    }
}
