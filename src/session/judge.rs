//! Whether a model is better than the simple methods, how sure its forecasts are, and where it errs: one target on the
//! test rows.

use serde::{Deserialize, Serialize};

use crate::data::CalendarPart;
use crate::evaluation::{
    Adaptive, BaselineName, Coverage, DieboldMariano, Evaluated, GroupQuantiles, Interval, LjungBox,
    MoreMetrics, Reach, SkillInterval, Wilcoxon, adaptive_conformal, autocorrelation, dm_test, ljung_box,
    skill_interval, split_quantile, wilcoxon,
};
use crate::numeric::{Rng, Stream};

/// The level of the skill's interval.
const LEVEL: f64 = 0.95;
/// A paired test says something below this.
const SIGNIFICANT: f64 = 0.05;
const RESAMPLES: usize = 2000;
/// The share of rows that an interval may miss.
pub const ALPHA: f64 = 0.1;
/// How fast the adaptive interval follows (Gibbs & Candès 2021 use 0.005 to 0.05).
const GAMMA: f64 = 0.02;
/// Rows with the largest errors that are shown.
const WORST: usize = 12;
/// Lags of the residuals' autocorrelation.
const LAGS: usize = 48;
const MS_PER_DAY: i64 = 86_400_000;

/// What there is to judge by: one target on the test rows, which nothing had seen.
pub struct Case<'a> {
    /// What happened.
    pub targets: &'a [f64],
    /// What the model said.
    pub predictions: &'a [f64],
    /// What the best simple method said (or all of them, to find the best).
    pub baselines: &'a [(BaselineName, Vec<f64>)],
    /// The time of each row in ms since 1970.
    pub times: Option<&'a [i64]>,
    /// Targets before the test rows, in their order.
    pub history: &'a [f64],
    /// Rows that the model had not seen either: predictions, targets, times.
    pub calibration: Option<CalibrationRows>,
    /// Steps of the horizon; 1 without times.
    pub horizon: usize,
    /// Steps of a season; 1 without times.
    pub season: usize,
    /// The seed of the bootstrap.
    pub seed: u64,
}

/// Rows by which intervals are calibrated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalibrationRows {
    /// What happened.
    pub targets: Vec<f64>,
    /// What was said by networks that had not seen these rows.
    pub predictions: Vec<f64>,
    /// Their times.
    pub times: Option<Vec<i64>>,
}

/// How the model stands beside the best simple method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Significantly smaller errors.
    Better,
    /// Neither.
    NoBetter,
    /// Significantly larger errors.
    Worse,
}

/// The judgement on one target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// The simple method with the least RMSE on these rows.
    pub best: BaselineName,
    /// 1 − RMSE/RMSE of the best.
    pub skill: f64,
    /// Its interval, by drawing whole days (rows, without times) again.
    pub interval: Option<SkillInterval>,
    /// The level of that interval.
    pub level: f64,
    /// What the paired test says.
    pub standing: Standing,
    /// Diebold–Mariano on squared errors with Harvey's correction, h the horizon's steps; below 0 the model is better.
    pub diebold_mariano: Option<DieboldMariano>,
    /// h of that test.
    pub horizon: u32,
    /// Wilcoxon's test on the mean squared errors of days; none without times.
    pub wilcoxon: Option<Wilcoxon>,
    /// More figures of the model.
    pub more: Option<MoreMetrics>,
    /// Where it errs: by hour, weekday and month.
    pub groups: Vec<GroupErrors>,
    /// Autocorrelation of the residuals, lag 0 first.
    pub autocorrelation: Vec<f64>,
    /// Whether the residuals are noise: the test of Ljung & Box.
    pub ljung_box: Option<LjungBox>,
    /// The places, among the test rows, of the largest errors, largest first.
    pub worst: Vec<u32>,
    /// Intervals around the forecast, each kind with its measured coverage.
    pub intervals: Vec<IntervalReport>,
}

/// By which part of the calendar errors are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grouping {
    /// The hour of the day, 0 to 23.
    Hour,
    /// The weekday, Monday 0.
    Weekday,
    /// The month, January 0.
    Month,
}

/// Errors by group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupErrors {
    /// By what.
    pub by: Grouping,
    /// The group, its rows, RMSE of the model, RMSE of the best simple method, and the model's bias.
    pub groups: Vec<GroupError>,
}

/// Errors of one group.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupError {
    /// Which.
    pub group: u32,
    /// Its rows.
    pub rows: u32,
    /// The model's RMSE.
    pub rmse: f64,
    /// The best simple method's RMSE.
    pub baseline: f64,
    /// The mean of prediction − target.
    pub bias: f64,
}

/// A kind of interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntervalKind {
    /// One width for all (split conformal).
    Split,
    /// A width an hour of the day (Mondrian).
    ByHour,
    /// A width that follows how often it missed (Gibbs & Candès 2021).
    Adaptive,
}

/// Intervals of one kind on the test rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IntervalReport {
    /// Which.
    pub kind: IntervalKind,
    /// The share of rows that it promises to hold.
    pub nominal: f64,
    /// Half its width a row; infinite where nothing narrower can be promised.
    pub reach: Vec<f64>,
    /// How many rows it held.
    pub coverage: Coverage,
    /// Within which the true share lies: by whole days where there are times, since hours of a day err together; else by
    /// Wilson.
    pub coverage_interval: Option<Interval>,
    /// Rows that it was calibrated by.
    pub rows: u32,
}

/// Judges one target. `None` where no simple method can be compared with, or nothing is finite.
pub fn judge(case: &Case) -> Option<Judgement> {
    let squared = |predictions: &[f64]| -> Vec<f64> {
        predictions
            .iter()
            .zip(case.targets)
            .map(|(prediction, target)| (prediction - target).powi(2))
            .collect()
    };
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let own = squared(case.predictions);
    let (best, base) = case
        .baselines
        .iter()
        .map(|(name, predictions)| (*name, squared(predictions)))
        .filter(|(_, base)| mean(base).is_finite())
        .min_by(|left, right| mean(&left.1).total_cmp(&mean(&right.1)))?;
    let skill = 1.0 - (mean(&own) / mean(&base)).sqrt();
    if !skill.is_finite() {
        return None;
    }
    let days: Vec<usize> = match case.times {
        Some(times) => {
            let first = times.iter().copied().min().unwrap_or(0).div_euclid(MS_PER_DAY);
            times.iter().map(|at| (at.div_euclid(MS_PER_DAY) - first) as usize).collect()
        }
        None => (0..own.len()).collect(),
    };
    let mut rng = Rng::new(case.seed, Stream::Bootstrap);
    let differences: Vec<f64> = own.iter().zip(&base).map(|(own, base)| own - base).collect();
    let diebold_mariano = dm_test(&differences, case.horizon);
    let standing = match &diebold_mariano {
        Some(test) if test.p_value < SIGNIFICANT && test.mean_difference < 0.0 => Standing::Better,
        Some(test) if test.p_value < SIGNIFICANT && test.mean_difference > 0.0 => Standing::Worse,
        _ => Standing::NoBetter,
    };
    let residuals: Vec<f64> =
        case.targets.iter().zip(case.predictions).map(|(target, prediction)| target - prediction).collect();
    let lags = LAGS.min(residuals.len() / 4);
    let evaluated = Evaluated { targets: case.targets.into(), predictions: case.predictions.into() };
    Some(Judgement {
        best,
        skill,
        interval: skill_interval(&own, &base, &days, &mut rng, RESAMPLES, LEVEL),
        level: LEVEL,
        standing,
        diebold_mariano,
        horizon: case.horizon as u32,
        wilcoxon: case.times.and_then(|_| wilcoxon(&by_day(&differences, &days))),
        more: evaluated.more_metrics(case.history, case.season),
        groups: case.times.map(|times| groups(times, case, &own, &base)).unwrap_or_default(),
        // Rows without times have no neighbours that an error could resemble.
        autocorrelation: case.times.and_then(|_| autocorrelation(&residuals, lags)).unwrap_or_default(),
        ljung_box: case.times.and_then(|_| ljung_box(&residuals, lags)),
        worst: worst(&residuals),
        intervals: case.calibration.as_ref().map(|rows| intervals(case, rows)).unwrap_or_default(),
    })
}

/// The interval of a share whose rows come in days that err together: normal, by the variance of the days' sums about the
/// share (the cluster-robust variance of a mean).
fn by_days(times: &[i64], held: &[bool], coverage: Coverage) -> Option<Interval> {
    const NORMAL: f64 = 1.959_964;
    let share = coverage.hits as f64 / coverage.rows.max(1) as f64;
    let mut sums: std::collections::BTreeMap<i64, f64> = std::collections::BTreeMap::new();
    for (at, &held) in times.iter().zip(held) {
        *sums.entry(at.div_euclid(MS_PER_DAY)).or_default() += f64::from(u8::from(held)) - share;
    }
    let days = sums.len() as f64;
    let squares: f64 = sums.values().map(|sum| sum * sum).sum();
    let half = NORMAL * (squares * days / (days - 1.0)).sqrt() / coverage.rows.max(1) as f64;
    half.is_finite().then(|| Interval { low: (share - half).max(0.0), high: (share + half).min(1.0) })
}

/// The mean of each day.
fn by_day(values: &[f64], days: &[usize]) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); days.iter().max().map_or(0, |last| last + 1)];
    for (value, &day) in values.iter().zip(days) {
        sums[day] = (sums[day].0 + value, sums[day].1 + 1.0);
    }
    sums.into_iter().filter(|(_, count)| *count > 0.0).map(|(sum, count)| sum / count).collect()
}

fn worst(residuals: &[f64]) -> Vec<u32> {
    let mut places: Vec<u32> = (0..residuals.len() as u32).collect();
    places.sort_by(|&left, &right| {
        residuals[right as usize].abs().total_cmp(&residuals[left as usize].abs()).then(left.cmp(&right))
    });
    places.truncate(WORST);
    places
}

fn groups(times: &[i64], case: &Case, own: &[f64], base: &[f64]) -> Vec<GroupErrors> {
    let of = |by: Grouping, group: &dyn Fn(i64) -> usize, count: usize| {
        let mut sums = vec![[0.0; 4]; count];
        for (row, &at) in times.iter().enumerate() {
            let sum = &mut sums[group(at).min(count - 1)];
            let error = case.predictions[row] - case.targets[row];
            for (sum, value) in sum.iter_mut().zip([1.0, own[row], base[row], error]) {
                *sum += value;
            }
        }
        let group = |(group, [rows, own, base, bias]): (usize, [f64; 4])| GroupError {
            group: group as u32,
            rows: rows as u32,
            rmse: (own / rows).sqrt(),
            baseline: (base / rows).sqrt(),
            bias: bias / rows,
        };
        GroupErrors {
            by,
            groups: sums.into_iter().enumerate().filter(|(_, sums)| sums[0] > 0.0).map(group).collect(),
        }
    };
    [
        of(Grouping::Hour, &hour, 24),
        of(Grouping::Weekday, &|at| CalendarPart::weekday(at) as usize, 7),
        of(Grouping::Month, &month, 12),
    ]
    .into_iter()
    // One group alone says nothing.
    .filter(|errors| errors.groups.len() > 1)
    .collect()
}

fn hour(at: i64) -> usize {
    (at.rem_euclid(MS_PER_DAY) / 3_600_000) as usize
}

fn month(at: i64) -> usize {
    CalendarPart::month(at) as usize
}

fn intervals(case: &Case, rows: &CalibrationRows) -> Vec<IntervalReport> {
    let score = |(prediction, target): (&f64, &f64)| (prediction - target).abs();
    let calibration: Vec<f64> = rows.predictions.iter().zip(&rows.targets).map(score).collect();
    let scores: Vec<f64> = case.predictions.iter().zip(case.targets).map(score).collect();
    let report = |kind, reach: Vec<f64>| {
        let reach_held: Vec<bool> = reach.iter().zip(&scores).map(|(reach, score)| score <= reach).collect();
        let held = reach_held.iter().filter(|held| **held).count();
        let coverage = Coverage { hits: held, rows: scores.len() };
        IntervalReport {
            kind,
            nominal: 1.0 - ALPHA,
            reach,
            coverage,
            coverage_interval: match case.times {
                Some(times) => by_days(times, &reach_held, coverage),
                None => coverage.wilson(LEVEL),
            },
            rows: calibration.len() as u32,
        }
    };
    let mut all = Vec::new();
    if let Some(quantile) = split_quantile(&calibration, ALPHA) {
        let reach = quantile.score.unwrap_or(f64::INFINITY);
        all.push(report(IntervalKind::Split, vec![reach; scores.len()]));
    }
    if let (Some(own), Some(times)) = (&rows.times, case.times) {
        let by: Vec<usize> = own.iter().map(|&at| hour(at)).collect();
        let several = by.iter().any(|group| Some(group) != by.first());
        if let (true, Some(quantiles)) = (several, GroupQuantiles::of(&calibration, &by, ALPHA)) {
            let reach =
                times.iter().map(|&at| quantiles.of_group(hour(at)).quantile.score.unwrap_or(f64::INFINITY));
            all.push(report(IntervalKind::ByHour, reach.collect()));
        }
        let how = Adaptive { alpha: ALPHA, gamma: GAMMA, delay: case.horizon };
        if let Some(steps) = adaptive_conformal(&calibration, &scores, how) {
            let reach = steps.iter().map(|step| match step.reach {
                Reach::Score(score) => score,
                Reach::Everything => f64::INFINITY,
                Reach::Nothing => 0.0,
            });
            all.push(report(IntervalKind::Adaptive, reach.collect()));
        }
    }
    all
}
