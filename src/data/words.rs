//! Words in the names of columns.

/// Whether one of these words is in a name, whatever its case. Words of ASCII, in lower case, stand alone in it, or with an
/// s behind; those of other scripts, which have no cases here, stand anywhere.
pub(super) fn has_word(name: &str, words: &[&str]) -> bool {
    let lower = name.to_ascii_lowercase();
    // Letters of Latin with marks belong to a word; those of other scripts end it.
    let ends = |letter: char| !letter.is_ascii_alphanumeric() && !('à'..='ɏ').contains(&letter);
    let stands_alone =
        |word: &str| lower.split(ends).any(|own| own.strip_suffix('s').unwrap_or(own) == word || own == word);
    words.iter().any(|word| if word.is_ascii() { stands_alone(word) } else { lower.contains(word) })
}

#[cfg(test)]
mod tests {
    use super::has_word;

    #[test]
    fn words_stand_alone() {
        for name in ["load_kwh", "Load", "the load (kW)", "loads", "用电load", "LOAD-2"] {
            assert!(has_word(name, &["load"]), "{name}");
        }
        for name in ["overload", "loadé", "payloads", "", "lo ad"] {
            assert!(!has_word(name, &["load"]), "{name}");
        }
        assert!(has_word("车间用电量", &["用电"]));
        assert!(has_word("last", &["last"]));
    }
}
