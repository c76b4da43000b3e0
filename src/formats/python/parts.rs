//! Parts of a script, and the comments in them.

/// The comments and words of a script in one language.
#[expect(
    missing_docs,
    reason = "a field is named by what stands below the comment, which is in the language's file"
)]
pub struct Comments {
    pub lesson: fn(&str) -> String,
    pub ray_job: fn(&str) -> String,
    pub companion: fn(&str) -> String,
    pub chosen: &'static str,
    pub read: &'static str,
    pub plain: &'static str,
    pub columns: &'static str,
    pub time: &'static str,
    pub features: &'static str,
    pub lag: &'static str,
    pub lag_months: &'static str,
    pub label: &'static str,
    pub number_label: &'static str,
    pub random: &'static str,
    pub below: &'static str,
    pub shuffle: &'static str,
    pub streams: &'static str,
    pub split_chronological: &'static str,
    pub split_random: &'static str,
    pub split_hash: &'static str,
    pub split_group: &'static str,
    pub parts: &'static str,
    pub golden: &'static str,
    pub prepare: &'static str,
    pub usable: &'static str,
    pub order: &'static str,
    pub fill: &'static str,
    pub scale: &'static str,
    pub no_scale: &'static str,
    pub scaler: &'static str,
    pub activation: &'static str,
    pub loss: &'static str,
    pub update: &'static str,
    pub first_weights: &'static str,
    pub forward: &'static str,
    pub backward: &'static str,
    pub train: &'static str,
    pub epoch: &'static str,
    pub dropout: &'static str,
    pub step: &'static str,
    pub l1: &'static str,
    pub l2: &'static str,
    pub decay: &'static str,
    pub patience: &'static str,
    pub predict: &'static str,
    pub figures: &'static str,
    pub argument: &'static str,
    pub past: &'static str,
    pub first_counts: &'static str,
    pub mean: &'static str,
    pub comb: &'static str,
    pub places: &'static str,
    pub places_months: &'static str,
    pub inputs: &'static str,
    pub feed: &'static str,
    pub rows: &'static str,
    pub ray_read: &'static str,
    pub ray_trial: &'static str,
    pub ray_sweep: &'static str,
    pub ray_best: &'static str,
    pub word_epoch: &'static str,
    pub word_loss: &'static str,
    pub word_train: &'static str,
    pub word_validation: &'static str,
    pub word_test: &'static str,
    pub word_diverged: &'static str,
    pub word_best: &'static str,
}

impl Comments {
    /// The comment that a part names.
    fn named(&self, name: &str) -> Option<&'static str> {
        Some(match name {
            "chosen" => self.chosen,
            "read" => self.read,
            "plain" => self.plain,
            "columns" => self.columns,
            "time" => self.time,
            "features" => self.features,
            "lag" => self.lag,
            "lag_months" => self.lag_months,
            "label" => self.label,
            "number_label" => self.number_label,
            "random" => self.random,
            "below" => self.below,
            "shuffle" => self.shuffle,
            "streams" => self.streams,
            "split_chronological" => self.split_chronological,
            "split_random" => self.split_random,
            "split_hash" => self.split_hash,
            "split_group" => self.split_group,
            "parts" => self.parts,
            "golden" => self.golden,
            "prepare" => self.prepare,
            "usable" => self.usable,
            "order" => self.order,
            "fill" => self.fill,
            "scale" => self.scale,
            "no_scale" => self.no_scale,
            "scaler" => self.scaler,
            "activation" => self.activation,
            "loss" => self.loss,
            "update" => self.update,
            "first_weights" => self.first_weights,
            "forward" => self.forward,
            "backward" => self.backward,
            "train" => self.train,
            "epoch" => self.epoch,
            "dropout" => self.dropout,
            "step" => self.step,
            "l1" => self.l1,
            "l2" => self.l2,
            "decay" => self.decay,
            "patience" => self.patience,
            "predict" => self.predict,
            "figures" => self.figures,
            "argument" => self.argument,
            "past" => self.past,
            "first_counts" => self.first_counts,
            "mean" => self.mean,
            "comb" => self.comb,
            "places" => self.places,
            "places_months" => self.places_months,
            "inputs" => self.inputs,
            "feed" => self.feed,
            "rows" => self.rows,
            "ray_read" => self.ray_read,
            "ray_trial" => self.ray_trial,
            "ray_sweep" => self.ray_sweep,
            "ray_best" => self.ray_best,
            _ => return None,
        })
    }

    /// The words that stand in what a script prints.
    fn words(&self) -> [(&'static str, &'static str); 7] {
        [
            ("@epoch@", self.word_epoch),
            ("@loss@", self.word_loss),
            ("@rows_train@", self.word_train),
            ("@rows_validation@", self.word_validation),
            ("@rows_test@", self.word_test),
            ("@diverged@", self.word_diverged),
            ("@best@", self.word_best),
        ]
    }
}

/// Letters in a line of comment; a Chinese letter is as wide as two.
const WIDTH: usize = 96;

/// A script that is put together.
pub(super) struct Script<'a> {
    comments: &'a Comments,
    /// What is needed of the parts that are not always.
    flags: Vec<&'static str>,
    text: String,
}

impl<'a> Script<'a> {
    pub(super) fn new(comments: &'a Comments, title: &str) -> Self {
        let mut text = "#!/usr/bin/env python3\n\"\"\"".to_owned();
        // In a text between three quotes a backslash would begin something.
        text += wrapped(&title.replace('\\', "/").replace('"', "'"), WIDTH).join("\n").trim_end();
        text += "\n\"\"\"\n\n";
        Self { comments, flags: Vec::new(), text }
    }

    /// Says that something is needed where it is.
    pub(super) fn flag(&mut self, name: &'static str, needed: bool) {
        if needed {
            self.flags.push(name);
        }
    }

    /// Lines as they stand.
    pub(super) fn lines(&mut self, lines: impl IntoIterator<Item = String>) {
        for line in lines {
            self.text.push_str(&line);
            self.text.push('\n');
        }
    }

    /// A part, two lines below what stands before.
    pub(super) fn part(&mut self, part: &str) {
        self.text.push_str("\n\n");
        self.here(part);
    }

    /// A part right behind what stands before.
    pub(super) fn here(&mut self, part: &str) {
        let mut shown = true;
        for line in part.lines() {
            let code = line.trim_start();
            let indent = line.len() - code.len();
            if let Some(flag) = code.strip_prefix("#? ") {
                shown = self.flags.contains(&flag);
            } else if code == "#?" {
                shown = true;
            } else if !shown {
            } else if let Some(comment) = code.strip_prefix("#: ").and_then(|name| self.comments.named(name))
            {
                for own in wrapped(comment, WIDTH - indent) {
                    self.text.push_str(&format!("{:indent$}# {own}\n", ""));
                }
            } else {
                self.text.push_str(line);
                self.text.push('\n');
            }
        }
    }

    pub(super) fn finish(self) -> String {
        let words = self.comments.words();
        words.into_iter().fold(self.text, |text, (place, word)| text.replace(place, word))
    }
}

/// A text in lines of so many letters. A line ends at a space, or behind a Chinese letter.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let wide = |letter: char| letter as u32 >= 0x2e80;
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let (mut line, mut used, mut break_at) = (String::new(), 0, None);
        for letter in paragraph.chars() {
            let own = if wide(letter) { 2 } else { 1 };
            // No line begins with a mark, and a space at the end of one is not seen.
            let is_mark = " ，。、：；）”".contains(letter);
            if used + own > width
                && !is_mark
                && let Some(at) = break_at.take()
            {
                let rest = line.split_off(at);
                lines.push(line.trim_end().to_owned());
                line = rest.trim_start().to_owned();
                used = line.chars().map(|letter| if wide(letter) { 2 } else { 1 }).sum();
            }
            line.push(letter);
            used += own;
            if letter == ' ' || wide(letter) {
                break_at = Some(line.len());
            }
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_spaces_and_between_chinese_letters() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("one\ntwo", 7), ["one", "two"]);
        assert_eq!(wrapped("梯度下降，一步", 8), ["梯度下降，", "一步"]);
        assert_eq!(wrapped("unbreakable", 4), ["unbreakable"]);
    }
}
