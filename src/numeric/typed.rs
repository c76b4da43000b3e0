//! Numbers as people type them.

/// A finite number as a person types it: full-width digits of a Chinese input method, a decimal comma where there is no
/// other mark, the minus sign of a typesetter.
pub fn typed(text: &str) -> Option<f64> {
    let plain: String = text.trim().chars().map(half_width).collect();
    let plain =
        if plain.matches(',').count() == 1 && !plain.contains('.') { plain.replace(',', ".") } else { plain };
    super::decimal::parse(&plain).filter(|number| number.is_finite())
}

fn half_width(character: char) -> char {
    match character {
        '\u{ff10}'..='\u{ff19}' | '\u{ff0e}' | '\u{ff0d}' | '\u{ff0b}' | '\u{ff45}' => {
            // Full-width forms stand 0xFEE0 above ASCII.
            char::from_u32(character as u32 - 0xfee0).unwrap_or(character)
        }
        // The minus sign that typesetters use.
        '−' => '-',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::typed;

    #[test]
    fn numbers_of_many_hands() {
        for (text, number) in
            [("41,5", 41.5), (" −2.5 ", -2.5), ("１２．５", 12.5), ("1e3", 1000.0), ("-0", -0.0)]
        {
            assert_eq!(typed(text), Some(number), "{text}");
        }
        for text in ["", "warm", "1,2,3", "1.234,5", "inf", "NaN"] {
            assert_eq!(typed(text), None, "{text}");
        }
    }
}
