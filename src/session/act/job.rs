//! The work, in small pieces.

use std::sync::Arc;

use super::next::{Extended, extended};
use super::{Checked, Day, DayFigures, DayPlan, Line, Refusal, Told, Verdict, Wish};
use crate::data::{Table, Values};
use crate::plan::{
    Case, DayReport, FlexibleLoad, Outcome, Plan, PlanError, Replay, Series, Site, compared, moved, plan,
    reasons, saved, share_of,
};
use crate::session::acting::{Acting, ActingDay, ActingError, Foresight, Price, Sources};
use crate::session::protocol::KnownAhead;
use crate::training::Settings;

/// The seed of the resamples of days.
const RESAMPLING: u64 = 1;
/// A demand that is moved to prove a price, in kWh.
const MOVED_KWH: f64 = 0.1;
/// What rounding may leave between a price and its proof, as a share of the objective.
const ROUNDING: f64 = 1e-7;

/// Forecasts of all days by one way, kept for the next plan of the same sources.
struct Forecast {
    sources: Sources,
    foresight: Foresight,
    /// Only what was learnt depends on them.
    settings: Option<Settings>,
    given: Option<Vec<(String, Vec<String>)>>,
    days: Vec<ActingDay>,
}

/// What was forecast on the present table.
#[derive(Default)]
pub(in crate::session) struct Forecasts(Vec<Forecast>);

impl Forecasts {
    fn find(&self, wish: &Wish, foresight: Foresight) -> Option<&[ActingDay]> {
        let found = self.0.iter().find(|own| {
            own.sources == wish.sources
                && own.foresight == foresight
                && own.settings == learnt_by(wish, foresight)
                && own.given.as_ref() == given(wish)
        });
        found.map(|own| &own.days[..])
    }

    fn keep(&mut self, wish: &Wish, foresight: Foresight, days: Vec<ActingDay>) {
        // Other sources are another question; what was learnt for it would only take room.
        self.0.retain(|own| own.sources == wish.sources && own.given.as_ref() == given(wish));
        self.0.push(Forecast {
            sources: wish.sources.clone(),
            foresight,
            settings: learnt_by(wish, foresight),
            given: given(wish).cloned(),
            days,
        });
    }
}

fn learnt_by(wish: &Wish, foresight: Foresight) -> Option<Settings> {
    matches!(foresight, Foresight::Article | Foresight::Recommended).then(|| wish.settings.clone())
}

fn given(wish: &Wish) -> Option<&Vec<(String, Vec<String>)>> {
    match &wish.day {
        Day::Next(given) => Some(given),
        Day::Last | Day::Test(_) => None,
    }
}

/// A plan under way.
pub(in crate::session) struct Job {
    wish: Wish,
    /// With windows in steps.
    site: Site,
    /// The day behind the end.
    next: Option<Extended>,
    utc: bool,
    /// Ways that are still to be forecast.
    open: Vec<Foresight>,
    /// How often all days happen: by each way, and by the wished one once more.
    passes: usize,
    present: Option<Acting>,
    /// Days that are still to happen by each way.
    running: Option<Running>,
    done: Vec<(Foresight, bool, Vec<DayReport>)>,
    /// The first and the last day of the test.
    span: (i64, i64),
}

/// A way of which days happen.
struct Running {
    foresight: Foresight,
    again: bool,
    days: Vec<ActingDay>,
    replay: Replay,
    reports: Vec<DayReport>,
}

impl Job {
    /// Begins.
    pub(in crate::session) fn new(wish: &Wish, table: &Arc<Table>) -> Result<Self, Refusal> {
        let acting = |error| Refusal::Acting(error);
        let utc = table
            .column(&wish.sources.time)
            .is_some_and(|column| matches!(column.values, Values::Datetime { utc: true, .. }));
        let next = match &wish.day {
            Day::Last | Day::Test(_) => None,
            Day::Next(given) => {
                let price = match &wish.sources.price {
                    Some(Price::Column(name)) if wish.sources.price_ahead => Some(name),
                    Some(_) | None => None,
                };
                let known: Vec<String> = wish.sources.known.iter().chain(price).cloned().collect();
                let day = extended(table, &wish.sources.time, &known, given);
                Some(day.ok_or_else(|| acting(ActingError::NoStep))?)
            }
        };
        let mut ways = vec![wish.foresight];
        for simple in [Foresight::Perfect, Foresight::Yesterday, Foresight::Linear] {
            if simple != wish.foresight {
                ways.push(simple);
            }
        }
        ways.reverse();
        let passes = ways.len() + 1;
        // Its units and names are proved before anything is learnt.
        let own = next.as_ref().map_or(table, |next| &next.table);
        let first = Acting::new(own, &wish.sources, Foresight::Perfect, &wish.settings).map_err(acting)?;
        let dt_h = first.dt_h();
        let site = Site { flex: windows(&wish.site.flex, dt_h), dt_h, ..wish.site.clone() };
        Ok(Self {
            wish: wish.clone(),
            site,
            next,
            utc,
            open: ways,
            passes,
            present: None,
            running: None,
            done: Vec::new(),
            span: (0, 0),
        })
    }

    /// Goes on for as long as `more` says so. Tells how far it is where `report` says so; a `true` beside it says that
    /// nothing is left to do.
    pub(in crate::session) fn work(
        &mut self,
        table: &Arc<Table>,
        forecasts: &mut Forecasts,
        more: &mut dyn FnMut() -> bool,
        report: bool,
    ) -> (Option<Told>, bool) {
        loop {
            let came = self.piece(table, forecasts);
            // Asked after one that says something too: from here on it counts as the time that telling takes.
            let goes_on = more();
            match came {
                Ok(None) => {}
                Ok(Some(told)) => {
                    let over = matches!(told, Told::Judged(_))
                        || matches!(&told, Told::Planned(day) if matches!(day.outcome, Outcome::Infeasible(_)));
                    return (Some(told), over);
                }
                Err(refusal) => {
                    return (Some(Told::Refused { number: self.wish.number, refusal }), true);
                }
            }
            if !goes_on {
                return (report.then(|| self.how_far()), false);
            }
        }
    }

    fn how_far(&self) -> Told {
        match (&self.present, &self.running) {
            (Some(acting), _) => Told::Working { learning: true, share: acting.share_done() },
            (None, Some(running)) => {
                let own = running.reports.len() as f64 / running.days.len().max(1) as f64;
                Told::Working { learning: false, share: (self.done.len() as f64 + own) / self.passes as f64 }
            }
            (None, None) => Told::Working { learning: true, share: 0.0 },
        }
    }

    /// One batch of learning, or one day.
    fn piece(&mut self, table: &Arc<Table>, forecasts: &mut Forecasts) -> Result<Option<Told>, Refusal> {
        if let Some(acting) = &mut self.present {
            if acting.step().map_err(Refusal::Acting)? {
                let days = acting.days(self.next.as_ref().map(|next| next.from)).map_err(Refusal::Acting)?;
                self.present = None;
                if let Some(&foresight) = self.open.last() {
                    forecasts.keep(&self.wish, foresight, days);
                }
            }
            return Ok(None);
        }
        if let Some(running) = &mut self.running {
            if let Some(day) = running.days.get(running.reports.len()) {
                let went = if running.again {
                    running.replay.rolling_day(&day.forecast, &day.observed)
                } else {
                    running.replay.day(&day.forecast, &day.observed)
                };
                running.reports.push(went.map_err(Refusal::Plan)?);
                return Ok(None);
            }
            let Running { foresight, again, days, reports, .. } = running;
            let (foresight, again, days) = (*foresight, *again, std::mem::take(days));
            self.done.push((foresight, again, std::mem::take(reports)));
            let once_more = foresight == self.wish.foresight && !again;
            self.running = once_more.then(|| self.runs(foresight, true, days));
            return Ok(None);
        }
        let Some(&foresight) = self.open.last() else { return Ok(Some(self.judged())) };
        let Some(days) = forecasts.find(&self.wish, foresight) else {
            let table = self.next.as_ref().map_or(table, |next| &next.table);
            let acting = Acting::new(table, &self.wish.sources, foresight, &self.wish.settings);
            self.present = Some(acting.map_err(Refusal::Acting)?);
            return Ok(None);
        };
        let mut days = days.to_vec();
        self.open.pop();
        let last = if self.next.is_some() { days.pop() } else { None };
        if let (Some(first), Some(last)) = (days.first(), days.last()) {
            self.span = (first.from, last.from);
        }
        let told = (foresight == self.wish.foresight).then(|| self.planned(&days, last)).transpose()?;
        self.running = Some(self.runs(foresight, false, days));
        Ok(told)
    }

    fn runs(&self, foresight: Foresight, again: bool, days: Vec<ActingDay>) -> Running {
        Running { foresight, again, days, replay: Replay::new(self.site.clone()), reports: Vec::new() }
    }

    /// Plans the day that is wished.
    fn planned(&self, days: &[ActingDay], next: Option<ActingDay>) -> Result<Told, Refusal> {
        let (place, day) = match (&self.wish.day, next) {
            (Day::Next(_), next) => (None, next),
            (Day::Last, _) => (days.len().checked_sub(1), days.last().cloned()),
            (Day::Test(place), _) => (Some(*place as usize), days.get(*place as usize).cloned()),
        };
        let day = day.ok_or(Refusal::Acting(ActingError::NoDays))?;
        let place = place.map(|place| (place as u32, days.len() as u32));
        let mut site = self.site.clone();
        if place.is_none() {
            site.flex = shifted(&site.flex, day.from, site.dt_h);
        }
        let known = self.next.as_ref().map(|next| next.known.clone()).unwrap_or_default();
        day_plan(&self.wish, &site, day, place, self.utc, known)
            .map(|day| Told::Planned(Box::new(day)))
            .map_err(Refusal::Plan)
    }

    fn judged(&self) -> Told {
        let of = |foresight: Foresight, again: bool| {
            let mut all = self.done.iter();
            all.find(|(own, own_again, _)| (*own, *own_again) == (foresight, again))
                .map(|(_, _, days)| &days[..])
        };
        let perfect = of(Foresight::Perfect, false);
        let lines = self.done.iter().filter_map(|(foresight, again, days)| {
            Some(Line {
                foresight: *foresight,
                again: *again,
                saved: saved(days, RESAMPLING)?,
                share: perfect.and_then(|perfect| share_of(days, perfect, self.wish.site.aim, RESAMPLING)),
                unplanned: days.iter().filter(|day| !day.planned).count() as u32,
            })
        });
        let own = of(self.wish.foresight, false);
        let against = [Foresight::Yesterday, Foresight::Linear].into_iter().filter_map(|simple| {
            let other = of(simple, false).filter(|_| simple != self.wish.foresight)?;
            Some((simple, compared(own?, other, self.wish.site.aim, RESAMPLING)?))
        });
        Told::Judged(Box::new(Verdict {
            wish: self.wish.clone(),
            days: self.span,
            lines: lines.collect(),
            against: against.collect(),
        }))
    }
}

/// Hours of the day as steps of it.
fn windows(flex: &[FlexibleLoad], dt_h: f64) -> Vec<FlexibleLoad> {
    let step = |hour: usize| (hour as f64 / dt_h).round() as usize;
    flex.iter()
        .map(|load| FlexibleLoad { start: step(load.start), end: load.end.map(step), ..load.clone() })
        .collect()
}

/// Windows of a day that begins at midnight, for one that begins at another hour. Of a window that is cut in two the
/// longer piece stays.
fn shifted(flex: &[FlexibleLoad], from: i64, dt_h: f64) -> Vec<FlexibleLoad> {
    let steps = (24.0 / dt_h).round() as usize;
    let begin = ((from.rem_euclid(86_400_000) as f64 / 3.6e6 / dt_h) as usize).min(steps);
    flex.iter()
        .map(|load| {
            let window = load.window(steps);
            // The piece from the day's beginning to midnight, and that behind it.
            let late = window.start.max(begin) - begin..window.end.max(begin) - begin;
            let early = steps - begin + window.start.min(begin)..steps - begin + window.end.min(begin);
            let piece = if late.len() >= early.len() { late } else { early };
            FlexibleLoad { start: piece.start, end: Some(piece.end), ..load.clone() }
        })
        .collect()
}

fn day_plan(
    wish: &Wish,
    site: &Site,
    day: ActingDay,
    place: Option<(u32, u32)>,
    utc: bool,
    known: Vec<KnownAhead>,
) -> Result<DayPlan, PlanError> {
    let case = site.case(&day.forecast, site.battery.soc0_kwh, &site.flex);
    let outcome = plan(&case)?;
    let (planned, reasons, violation) = match &outcome {
        Outcome::Planned(found) => {
            let schedule = &found.schedule;
            let price = day.forecast.price_per_kwh.as_deref();
            let figures = DayFigures::of_plan(site, &found.figures, &schedule.g, &schedule.e, price);
            (Some(figures), Some(checked(&case, found)?), schedule.violation(&case))
        }
        Outcome::Infeasible(_) => (None, None, 0.0),
    };
    let happened = match place {
        None => None,
        Some(_) => {
            let by = |forecast: &Series| -> Result<DayFigures, PlanError> {
                let went = Replay::new(site.clone()).day(forecast, &day.observed)?;
                Ok(DayFigures::of_day(&went, site.dt_h))
            };
            Some([DayFigures::unmoved(site, &day.observed), by(&day.forecast)?, by(&day.observed)?])
        }
    };
    Ok(DayPlan {
        wish: wish.clone(),
        place,
        as_it_is: DayFigures::unmoved(site, &day.forecast),
        day,
        utc,
        case,
        outcome,
        reasons,
        violation,
        planned,
        happened,
        known,
    })
}

/// The reasons of a plan, with each price proved by moving a little demand.
fn checked(case: &Case, found: &Plan) -> Result<Checked, PlanError> {
    let reasons = reasons(case, found)?;
    let (mut changes, mut holds) = (Vec::new(), Vec::new());
    let slack = ROUNDING * found.figures.objective.abs().max(1.0);
    for (step, &price) in reasons.demand_per_kwh.iter().enumerate() {
        let by = |kwh: f64| -> Result<f64, PlanError> {
            let objective = moved(case, found, &[(step, kwh)])?;
            Ok(objective.map_or(f64::NAN, |objective| objective - found.figures.objective))
        };
        let (more, less) = (by(MOVED_KWH)?, by(-MOVED_KWH)?);
        // The least cost is convex in a demand: its slope lies between what less spares and what more costs. A change that
        // cannot be made proves nothing against it.
        let below = more.is_nan() || price * MOVED_KWH <= more + slack;
        let above = less.is_nan() || -price * MOVED_KWH <= less + slack;
        changes.push((more, less));
        holds.push(below && above);
    }
    Ok(Checked { reasons, moved: changes, holds })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: a day from 23:00 on has 8:00 in its tenth hour, and 23:00 in its first.
    #[test]
    fn windows_follow_the_clock_of_the_day() {
        let load = |start, end| FlexibleLoad {
            name: String::new(),
            energy_kwh: 1.0,
            p_max_kw: 1.0,
            start,
            end: Some(end),
            interruptible: true,
        };
        let of = |start, end| {
            let own = shifted(&[load(start, end)], 23 * 3_600_000, 1.0)[0].clone();
            (own.start, own.end)
        };
        assert_eq!(of(8, 20), (9, Some(21)));
        assert_eq!(of(23, 24), (0, Some(1)));
        assert_eq!(of(20, 24), (21, Some(24)));
        let same = shifted(&[load(8, 20)], 0, 1.0)[0].clone();
        assert_eq!((same.start, same.end), (8, Some(20)));
    }
}
