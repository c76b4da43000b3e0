use super::SweepTexts;
use crate::i18n::format::number;
use crate::session::sweep::{MOST_TRIALS, SweepRefusal};

pub(super) static TEXTS: SweepTexts = SweepTexts {
    title: "Try many settings",
    intro: "Every combination of the values below is trained as a network of its own, on all processor cores at once. Each learns from the training rows and is judged on the validation rows; the test rows stay unseen. Whatever is not listed here is as set above.",
    seeds: "Random seeds for each",
    lists: "Several values are separated by commas or spaces; the units of hidden layers by hyphens (64-64), and “none” is a linear model.",
    not_a: |what, text, (least, most)| {
        format!("“{text}” does not fit {what}: numbers from {} to {} do.", number(least), number(most))
    },
    nothing_in: |what| format!("{what}: at least one value is needed."),
    no_layers: |text| format!("“{text}” names no hidden layers: write 64-64, 16 or none."),
    too_many: |count, most| format!("These are {count} networks; at most {most} are tried at once."),
    will_try: |count, epochs| match count {
        1 => format!("1 network, {epochs} epochs."),
        _ => format!("{count} networks, {epochs} epochs each."),
    },
    start: |count| if count == 1 { "Try 1 network".to_owned() } else { format!("Try {count} networks") },
    not_while_training: "Possible as soon as the present run has ended or pauses.",
    cancel: "Stop",
    under_way: |done, of, workers| match workers {
        1 => format!("{done} of {of} done, one at a time"),
        _ => format!("{done} of {of} done, {workers} at a time"),
    },
    done: |done, of, seconds, workers| {
        let which =
            if done == of { format!("All {of} done") } else { format!("Stopped: {done} of {of} done") };
        let how = if workers <= 1 { "one at a time".to_owned() } else { format!("{workers} at a time") };
        format!("{which} in {} s, {how}.", number(seconds))
    },
    judged_on: |train, validation| {
        format!("Learnt from {train} rows, judged on {validation} validation rows.")
    },
    none: "none",
    rank: "Rank",
    parameters: "Parameters",
    error: |target| format!("RMSE of {target}, validation rows"),
    range: |least, most, seeds| format!("{least} to {most} with {seeds} seeds"),
    diverged: "diverged",
    not_done: "not done",
    present: "as set above",
    use_it: "Use these",
    chance: "The best of many is partly the luckiest: differences smaller than the spread between seeds mean nothing, and the validation error of the winner is a little too good. The test rows, which no network here has seen, tell the truth.",
    refusal: |refusal| match refusal {
        SweepRefusal::NoData => "There is no data set to try them on yet.".to_owned(),
        SweepRefusal::NoValidationRows => {
            "There are no validation rows to judge by. Give some rows to validation in step 2.".to_owned()
        }
        SweepRefusal::Count(count) => {
            format!("From 1 to {MOST_TRIALS} networks can be tried at once, not {count}.")
        }
        SweepRefusal::Settings(error) => {
            let (least, most) = (number(error.least), number(error.most));
            format!("{} is {}: it may be from {least} to {most}.", error.setting.name(), number(error.value))
        }
    },
};
