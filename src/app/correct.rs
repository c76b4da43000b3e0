//! What one click makes of a doubt about a file: the guess is corrected and the file read again.

use super::action::Action;
use crate::data::{DateOrder, Issue, IssueKind, ReadChoices, Role, SplitMethod};

/// The choices that answer a doubt, where it has an answer.
pub fn answer(issue: &Issue, choices: &ReadChoices) -> Option<ReadChoices> {
    let mut choices = choices.clone();
    let column = issue.column.clone();
    match &issue.kind {
        IssueKind::AmbiguousNumberFormat { mark, decimal } => {
            let other = if *mark == '.' { ',' } else { '.' };
            choices.decimal = Some(if *decimal { other } else { *mark });
        }
        IssueKind::AmbiguousDateOrder { order: DateOrder::DayFirst } => {
            choices.date_order = Some(DateOrder::MonthFirst);
        }
        IssueKind::AmbiguousDateOrder { order: DateOrder::MonthFirst } => {
            choices.date_order = Some(DateOrder::DayFirst);
        }
        IssueKind::SentinelValues { missing, .. } => choices.sentinels_missing = !missing,
        IssueKind::LooksLikeCompactDates | IssueKind::LooksLikeEpoch | IssueKind::LooksLikeExcelDates => {
            choices.keep_numbers.push(column?);
        }
        IssueKind::CounterLike | IssueKind::CounterLikeWithDrops => {
            let column = column?;
            if choices.differences.contains(&column) {
                return None;
            }
            choices.differences.push(column);
        }
        IssueKind::DifferencesAdded => choices.differences.retain(|name| Some(name) != column.as_ref()),
        _ => return None,
    }
    Some(choices)
}

/// What one click makes of a leak: another split, or a column that plays another part.
pub fn mend(issue: &Issue) -> Option<Action> {
    let role = |role: Role| Some(Action::RoleChosen { column: issue.column.clone()?, role });
    match issue.kind {
        IssueKind::RandomSplitOfTimes => Some(Action::SplitChosen(SplitMethod::Chronological)),
        IssueKind::GroupsOnBothSides => role(Role::Group),
        IssueKind::CopyOfTarget { .. }
        | IssueKind::ShortLag { .. }
        | IssueKind::StandardisedBefore
        | IssueKind::FilledBefore { .. } => role(Role::Ignore),
        _ => None,
    }
}
