//! Whether a task is done: conditions on what the page did. The module's own description has the language.

use super::error::{Fault, LessonError};
use super::facts::{Fact, Facts, Quantity, RunFacts, Value, View};

/// What has to be so for a task to be done: all of its clauses.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// The clauses.
    pub clauses: Vec<Clause>,
}

/// A part of a check.
#[derive(Clone, Debug, PartialEq)]
pub enum Clause {
    /// Some run since the lesson began meets all conditions.
    Run(Vec<Condition>),
    /// Some of the runs that meet all conditions, and agree in the facts `same`, are as different and as many as is asked
    /// for.
    Runs {
        /// What each run has to meet.
        conditions: Vec<Condition>,
        /// The facts in which the runs agree.
        same: Vec<Fact>,
        /// The facts of which there are different values, and how many.
        distinct: Vec<(Fact, u32)>,
        /// How many runs.
        count: u32,
    },
    /// The present settings and data meet all conditions.
    Now(Vec<Condition>),
    /// Something was looked at so many times since the lesson began.
    Seen(View, u32),
    /// The learner typed a number that is near enough.
    Typed {
        /// To what.
        answer: Answer,
        /// How near.
        within: Tolerance,
    },
}

/// A fact and what it has to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The fact.
    pub fact: Fact,
    /// How it has to stand to the value.
    pub relation: Relation,
    /// The value.
    pub value: Value,
}

/// How two values stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `=`; for columns: among those that are chosen.
    Equal,
    /// `!=`; for columns: not among them.
    NotEqual,
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `>=`
    AtLeast,
}

impl Relation {
    /// Those with two characters come first, so that `<=` is not read as `<`.
    const ALL: [(&'static str, Self); 6] = [
        ("!=", Self::NotEqual),
        ("<=", Self::AtMost),
        (">=", Self::AtLeast),
        ("=", Self::Equal),
        ("<", Self::Below),
        (">", Self::Above),
    ];

    /// The sign in lessons.
    pub fn sign(self) -> &'static str {
        Self::ALL.iter().find(|(_, relation)| *relation == self).map_or("", |(sign, _)| sign)
    }
}

/// The number that is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Answer {
    /// This one.
    Number(f64),
    /// The one that the page computed.
    Computed(Quantity),
}

/// How near a typed number has to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tolerance {
    /// No further away than this.
    Absolute(f64),
    /// No further away than this share of the answer.
    Relative(f64),
}

impl Tolerance {
    fn holds(self, typed: f64, answer: f64) -> bool {
        let within = match self {
            Self::Absolute(within) => within,
            Self::Relative(share) => share * answer.abs(),
        };
        // A number that is typed as it is shown, rounded, may be on the edge by its last bits.
        (typed - answer).abs() <= within * (1.0 + 1e-9)
    }
}

/// How far a check is from being met, as far as that can be shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// It is met.
    Met,
    /// Nothing to show but what the task says.
    Open,
    /// So many of so many: runs, different values, looks.
    Count {
        /// Now.
        now: u32,
        /// Needed.
        needed: u32,
    },
    /// A number that is not yet as it should be, of the run that comes nearest.
    Number {
        /// Which.
        fact: Fact,
        /// Now.
        now: f64,
        /// How it has to stand to what is needed.
        relation: Relation,
        /// What is needed.
        needed: f64,
    },
    /// The number that was typed is not the right one.
    Missed {
        /// It.
        typed: f64,
    },
}

impl Check {
    /// Reads a check; it stands on line `line` of its file.
    pub(super) fn parse(text: &str, line: u32) -> Result<Self, LessonError> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let clauses: Vec<Clause> = words
            .split(|word| *word == "and")
            .map(clause)
            .collect::<Result<_, _>>()
            .map_err(|fault| fault.at(line))?;
        Ok(Self { clauses })
    }

    /// Whether the task is done; `task` is its place among the lesson's tasks, from 0.
    pub fn met(&self, facts: &Facts, task: usize) -> bool {
        self.clauses.iter().all(|clause| clause.met(facts, task))
    }

    /// How far it is: of the first clause that is not met.
    pub fn progress(&self, facts: &Facts, task: usize) -> Progress {
        self.clauses
            .iter()
            .find(|clause| !clause.met(facts, task))
            .map_or(Progress::Met, |clause| clause.progress(facts, task))
    }

    /// Whether the learner has to type a number.
    pub fn asks_for_a_number(&self) -> bool {
        self.clauses.iter().any(|clause| matches!(clause, Clause::Typed { .. }))
    }
}

impl Clause {
    fn met(&self, facts: &Facts, task: usize) -> bool {
        match self {
            Self::Run(conditions) => facts.runs.iter().any(|run| all_met(conditions, run)),
            Self::Runs { conditions, same, distinct, count } => {
                groups(facts, conditions, same).iter().any(|group| {
                    group.len() >= *count as usize
                        && distinct.iter().all(|(fact, least)| different(group, *fact) >= *least)
                })
            }
            Self::Now(conditions) => conditions.iter().all(|one| one.met(facts.fact(one.fact).as_ref())),
            Self::Seen(view, least) => facts.seen.get(view).is_some_and(|seen| seen >= least),
            Self::Typed { answer, within } => {
                let answer = match answer {
                    Answer::Number(number) => Some(*number),
                    Answer::Computed(quantity) => facts.value(*quantity),
                };
                match (facts.typed.get(&task), answer) {
                    (Some(typed), Some(answer)) => within.holds(*typed, answer),
                    _ => false,
                }
            }
        }
    }

    /// Of a clause that is not met.
    fn progress(&self, facts: &Facts, task: usize) -> Progress {
        match self {
            Self::Run(conditions) => nearest(conditions, &facts.runs).unwrap_or(Progress::Open),
            Self::Runs { conditions, same, distinct, count } => {
                let needed = distinct.iter().map(|(_, least)| *least).fold(*count, u32::max);
                let reached = |group: &Vec<&RunFacts>| {
                    let different = distinct.iter().map(|(fact, least)| different(group, *fact).min(*least));
                    different.fold((group.len() as u32).min(needed), u32::min)
                };
                let now = groups(facts, conditions, same).iter().map(reached).max().unwrap_or(0);
                Progress::Count { now, needed }
            }
            Self::Now(conditions) => conditions
                .iter()
                .find_map(|one| one.short_of(facts.fact(one.fact).as_ref()))
                .unwrap_or(Progress::Open),
            Self::Seen(view, needed) => {
                Progress::Count { now: facts.seen.get(view).copied().unwrap_or(0), needed: *needed }
            }
            Self::Typed { .. } => {
                facts.typed.get(&task).map_or(Progress::Open, |&typed| Progress::Missed { typed })
            }
        }
    }
}

impl Condition {
    pub(super) fn met(&self, fact: Option<&Value>) -> bool {
        let Some(fact) = fact else { return false };
        let ordered = |holds: fn(f64, f64) -> bool| match (fact, &self.value) {
            (Value::Number(own), Value::Number(asked)) => holds(*own, *asked),
            _ => false,
        };
        match self.relation {
            Relation::Equal => fact.agrees(&self.value),
            Relation::NotEqual => !fact.agrees(&self.value),
            Relation::Below => ordered(|own, asked| own < asked),
            Relation::AtMost => ordered(|own, asked| own <= asked),
            Relation::Above => ordered(|own, asked| own > asked),
            Relation::AtLeast => ordered(|own, asked| own >= asked),
        }
    }

    /// Where it is not met but a matter of more or less.
    fn short_of(&self, fact: Option<&Value>) -> Option<Progress> {
        let ordered = !matches!(self.relation, Relation::Equal | Relation::NotEqual);
        match (fact, &self.value) {
            (Some(Value::Number(now)), Value::Number(needed)) if ordered && !self.met(fact) => {
                let (relation, needed) = (self.relation, *needed);
                Some(Progress::Number { fact: self.fact, now: *now, relation, needed })
            }
            _ => None,
        }
    }
}

fn all_met(conditions: &[Condition], run: &RunFacts) -> bool {
    conditions.iter().all(|one| one.met(run.fact(one.fact).as_ref()))
}

/// The run that lacks nothing but one number, and least of that.
fn nearest(conditions: &[Condition], runs: &[RunFacts]) -> Option<Progress> {
    let mut best: Option<(f64, Progress)> = None;
    for run in runs {
        let mut unmet = conditions.iter().filter(|one| !one.met(run.fact(one.fact).as_ref()));
        let (Some(one), None) = (unmet.next(), unmet.next()) else { continue };
        let fact = run.fact(one.fact);
        if let Some(progress) = one.short_of(fact.as_ref()) {
            let Progress::Number { now, needed, .. } = progress else { continue };
            let far = (now - needed).abs();
            if best.as_ref().is_none_or(|(least, _)| far < *least) {
                best = Some((far, progress));
            }
        }
    }
    best.map(|(_, progress)| progress)
}

/// The runs that meet the conditions, those together that agree in `same`.
fn groups<'a>(facts: &'a Facts, conditions: &[Condition], same: &[Fact]) -> Vec<Vec<&'a RunFacts>> {
    let mut groups: Vec<Vec<&RunFacts>> = Vec::new();
    for run in facts.runs.iter().filter(|run| all_met(conditions, run)) {
        let alike = |other: &RunFacts| same.iter().all(|fact| other.fact(*fact) == run.fact(*fact));
        match groups.iter_mut().find(|group| group.first().is_some_and(|first| alike(first))) {
            Some(group) => group.push(run),
            None => groups.push(vec![run]),
        }
    }
    groups
}

/// How many different values of a fact the runs have.
fn different(runs: &[&RunFacts], fact: Fact) -> u32 {
    let mut values: Vec<Value> = Vec::new();
    for value in runs.iter().filter_map(|run| run.fact(fact)) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values.len() as u32
}

fn clause(words: &[&str]) -> Result<Clause, Fault> {
    let (kind, rest) = words.split_first().ok_or(Fault::EmptyCheck)?;
    let all = |rest: &[&str]| -> Result<Vec<Condition>, Fault> {
        if rest.is_empty() {
            return Err(Fault::EmptyCheck);
        }
        rest.iter().map(|word| condition(word)).collect()
    };
    match *kind {
        "run" => all(rest).map(Clause::Run),
        "now" => {
            let conditions = all(rest)?;
            match conditions.iter().find(|one| one.fact.is_of_runs()) {
                Some(one) => Err(Fault::NotYet(one.fact)),
                None => Ok(Clause::Now(conditions)),
            }
        }
        "runs" => runs(rest),
        "seen" => match rest {
            [word] => {
                let (name, least) = at_least(word)?;
                let view = View::from_name(name).ok_or_else(|| Fault::UnknownView(name.to_owned()))?;
                Ok(Clause::Seen(view, least))
            }
            _ => Err(Fault::AtLeast(rest.join(" "))),
        },
        "value" => typed(rest),
        other => Err(Fault::UnknownCheck(other.to_owned())),
    }
}

fn runs(words: &[&str]) -> Result<Clause, Fault> {
    let (mut conditions, mut same, mut distinct, mut count) = (Vec::new(), Vec::new(), Vec::new(), 1);
    for word in words {
        if let Some(names) = word.strip_prefix("same(").and_then(|rest| rest.strip_suffix(')')) {
            for name in names.split(',') {
                same.push(fact(name)?);
            }
        } else if word.starts_with("distinct(") {
            let (call, least) = at_least(word)?;
            let name = call.strip_prefix("distinct(").and_then(|rest| rest.strip_suffix(')'));
            distinct.push((fact(name.unwrap_or(call))?, least));
        } else if word.starts_with("count") {
            count = at_least(word)?.1;
        } else {
            conditions.push(condition(word)?);
        }
    }
    if distinct.is_empty() && count < 2 {
        // What one run can meet is said with `run`.
        return Err(Fault::AtLeast(words.join(" ")));
    }
    Ok(Clause::Runs { conditions, same, distinct, count })
}

fn fact(name: &str) -> Result<Fact, Fault> {
    Fact::from_name(name).ok_or_else(|| Fault::UnknownFact(name.to_owned()))
}

/// `name>=3`.
fn at_least(word: &str) -> Result<(&str, u32), Fault> {
    let parts = word.split_once(">=").and_then(|(name, least)| Some((name, least.parse().ok()?)));
    parts.filter(|(_, least)| *least > 0).ok_or_else(|| Fault::AtLeast(word.to_owned()))
}

fn condition(word: &str) -> Result<Condition, Fault> {
    let (at, sign, relation) = word
        .char_indices()
        .find_map(|(at, _)| {
            let (sign, relation) = Relation::ALL.iter().find(|(sign, _)| word[at..].starts_with(sign))?;
            Some((at, *sign, *relation))
        })
        .ok_or_else(|| Fault::NoRelation(word.to_owned()))?;
    let (fact, value) = (fact(&word[..at])?, &word[at + sign.len()..]);
    if !fact.is_number() && !matches!(relation, Relation::Equal | Relation::NotEqual) {
        return Err(Fault::NoOrder(fact));
    }
    let value = fact.parse(value).ok_or_else(|| Fault::UnknownValue { fact, value: value.to_owned() })?;
    Ok(Condition { fact, relation, value })
}

fn typed(words: &[&str]) -> Result<Clause, Fault> {
    let form = || Fault::ValueForm(words.join(" "));
    let &[name, "within", within] = words else { return Err(form()) };
    let positive = |text: &str| text.parse::<f64>().ok().filter(|own| own.is_finite() && *own >= 0.0);
    let within = match within.strip_suffix('%') {
        Some(share) => positive(share).map(|share| Tolerance::Relative(share / 100.0)),
        None => positive(within).map(Tolerance::Absolute),
    };
    let within = within.ok_or_else(form)?;
    let answer = match name.parse::<f64>() {
        Ok(number) if number.is_finite() => Answer::Number(number),
        _ => {
            let quantity =
                Quantity::from_name(name).ok_or_else(|| Fault::UnknownQuantity(name.to_owned()))?;
            Answer::Computed(quantity)
        }
    };
    Ok(Clause::Typed { answer, within })
}
