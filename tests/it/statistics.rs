//! Figures, tests and intervals of forecasts: reference values from SciPy 1.x and by hand.

use greengrad::evaluation::{
    Assumptions, Coverage, Estimate, Evaluated, GroupQuantiles, Interval, MoreMetrics, Period, SignedRanks,
    autocorrelation, bca_interval, benjamini_hochberg, beta_quantile, block_bootstrap, critical_difference,
    dm_test, friedman, heating_degrees, hodges_lehmann, holm, interval_scores, ljung_box, mean,
    moving_block_resample, nemenyi_quantile, normal_two_sided, paired_t, percentile_interval, pinball_losses,
    power_at_load_w, power_of_cores_w, power_without_load_w, sign_test, skill, split_quantile, t_critical,
    verify_saving, wilcoxon,
};
use greengrad::numeric::{Rng, Stream};
use ndarray::{Array2, ArrayView1};
use serde_json::Value;

const FIXTURE: &str = include_str!("../reference/stats_cases.json");
const FOOTPRINTS: &str = include_str!("../reference/footprint_cases.json");

/// A part of the fixture.
struct Case(Value);

impl Case {
    fn of(name: &str) -> Self {
        let all: Value = serde_json::from_str(FIXTURE).unwrap();
        Self(all[name].clone())
    }

    fn at(&self, name: &str) -> Self {
        assert!(!self.0[name].is_null(), "the fixture has no {name}");
        Self(self.0[name].clone())
    }

    fn all(&self) -> Vec<Self> {
        self.0.as_array().unwrap().iter().cloned().map(Self).collect()
    }

    fn number(&self, name: &str) -> f64 {
        self.0[name].as_f64().unwrap_or_else(|| panic!("the fixture has no number {name}"))
    }

    fn count(&self, name: &str) -> usize {
        self.0[name].as_u64().unwrap() as usize
    }

    fn values(&self, name: &str) -> Vec<f64> {
        self.at(name).list()
    }

    fn list(&self) -> Vec<f64> {
        self.0.as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect()
    }

    fn indices(&self) -> Vec<usize> {
        self.list().into_iter().map(|value| value as usize).collect()
    }
}

/// To 10⁻⁹ of the figure.
#[track_caller]
fn agree(found: impl Into<Option<f64>>, expected: f64) {
    let found = found.into().expect("a figure");
    assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{found} instead of {expected}");
}

#[track_caller]
fn all_agree(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (&found, &expected) in found.iter().zip(expected) {
        agree(found, expected);
    }
}

#[track_caller]
fn interval_agrees(found: Option<Interval>, expected: &[f64]) {
    let found = found.expect("an interval");
    all_agree(&[found.low, found.high], expected);
}

fn differences(case: &Case) -> Vec<f64> {
    case.values("x").iter().zip(case.values("y")).map(|(x, y)| x - y).collect()
}

/// |error|^power of forecast a less that of b.
fn loss_differences(power: i32) -> Vec<f64> {
    let case = Case::of("metrics");
    let (y, a, b) = (case.values("y"), case.values("forecast_a"), case.values("forecast_b"));
    let loss = |target: f64, prediction: f64| (target - prediction).abs().powi(power);
    (0..y.len()).map(|row| loss(y[row], a[row]) - loss(y[row], b[row])).collect()
}

#[test]
fn figures_of_predictions() {
    let case = Case::of("metrics");
    let (y, history) = (case.values("y"), case.values("history_for_mase"));
    let mut rmse = Vec::new();
    for (name, forecast) in [("a", "forecast_a"), ("b", "forecast_b")] {
        let (expected, predictions) = (case.at(name), case.values(forecast));
        let rows = Evaluated { targets: ArrayView1::from(&y), predictions: ArrayView1::from(&predictions) };
        let metrics = rows.metrics();
        agree(metrics.mae, expected.number("mae"));
        agree(metrics.rmse, expected.number("rmse"));
        agree(metrics.r2, expected.number("r2"));
        rmse.push(metrics.rmse);
        let more: MoreMetrics = rows.more_metrics(&history, case.count("m")).unwrap();
        agree(more.bias, expected.number("mbe"));
        agree(more.mape, expected.number("mape_pct"));
        agree(more.smape, expected.number("smape_pct"));
        agree(more.wape, expected.number("wape_pct"));
        agree(more.mase, expected.number("mase"));
        agree(more.cv_rmse, expected.number("cv_rmse_pct"));
        agree(more.nmbe, expected.number("nmbe_pct"));
    }
    agree(skill(rmse[0], rmse[1]), case.number("skill_rmse_a_vs_b"));
}

#[test]
fn losses_of_quantiles_and_intervals() {
    let case = Case::of("pinball");
    let (y, rows) = (case.values("y"), case.at("pred").all());
    let of_quantile = |(place, quantile): (usize, f64)| {
        let predictions: Vec<f64> = rows.iter().map(|row| row.list()[place]).collect();
        mean(&pinball_losses(&y, &predictions, quantile).unwrap()).unwrap()
    };
    let losses: Vec<f64> = case.values("q").into_iter().enumerate().map(of_quantile).collect();
    all_agree(&losses, &case.values("loss_per_quantile"));
    agree(mean(&losses), case.number("mean"));

    let case = Case::of("interval_score");
    let ends = case.values("lo").into_iter().zip(case.values("hi"));
    let intervals: Vec<Interval> = ends.map(|(low, high)| Interval { low, high }).collect();
    let y = case.values("y");
    let scores = interval_scores(&y, &intervals, case.number("alpha")).unwrap();
    all_agree(&scores, &case.values("scores"));
    agree(mean(&scores), case.number("mean"));
    agree(Coverage::measure(&y, &intervals).unwrap().rate(), case.number("coverage"));
}

/// All 6⁶ resamples of six values: no part of the answer is random.
#[test]
fn bootstrap_of_all_resamples() {
    let case = Case::of("bootstrap_exact");
    let x = case.values("x");
    let estimate = mean(&x).unwrap();
    agree(estimate, case.number("mean"));
    let count = x.len().pow(6);
    assert_eq!(count, case.count("resamples"));
    let replicates: Vec<f64> = (0..count)
        .map(|number| {
            let starts: Vec<usize> = (0..6).map(|digit| number / x.len().pow(digit) % x.len()).collect();
            mean(&moving_block_resample(&x, 1, &starts).unwrap()).unwrap()
        })
        .collect();
    let squares: f64 = replicates.iter().map(|replicate| (replicate - estimate).powi(2)).sum();
    agree((squares / count as f64).sqrt(), case.number("se_boot"));
    agree(case.number("se_formula"), case.number("se_boot"));

    let percentile = percentile_interval(&replicates, 0.95);
    interval_agrees(percentile, &case.values("percentile_95_type7"));
    interval_agrees(percentile_interval(&replicates, 0.9), &case.values("percentile_90_type7"));
    let basic = percentile
        .map(|around| Interval { low: 2.0 * estimate - around.high, high: 2.0 * estimate - around.low });
    interval_agrees(basic, &case.values("basic_95"));

    let sum: f64 = x.iter().sum();
    let jackknife: Vec<f64> = x.iter().map(|left_out| (sum - left_out) / 5.0).collect();
    let bca = bca_interval(&replicates, estimate, &jackknife, 0.95).unwrap();
    agree(bca.bias_correction, case.number("bca_z0"));
    agree(bca.acceleration, case.number("bca_a"));
    interval_agrees(Some(bca.shares), &case.values("bca_alphas"));
    interval_agrees(Some(bca.interval), &case.values("bca_95"));

    // Drawn instead of counted, the limits are near: within 0.1, as the fixture says.
    let mut rng = Rng::new(3, Stream::Bootstrap);
    let drawn = percentile_interval(&block_bootstrap(&x, 1, &mean, &mut rng, 10_000).unwrap(), 0.95).unwrap();
    let expected = case.values("percentile_95_type7");
    assert!((drawn.low - expected[0]).abs() < 0.1 && (drawn.high - expected[1]).abs() < 0.1, "{drawn:?}");
}

#[test]
fn bootstrap_of_given_blocks() {
    let case = Case::of("block_bootstrap_explicit");
    let series = case.values("series");
    for (found, expected) in loss_differences(1).iter().zip(&series) {
        assert!((found - expected).abs() < 1e-12);
    }
    let starts = case.at("starts").all();
    let of_starts = |starts: &Case| {
        mean(&moving_block_resample(&series, case.count("block"), &starts.indices()).unwrap()).unwrap()
    };
    let means: Vec<f64> = starts.iter().map(of_starts).collect();
    all_agree(&means, &case.values("means"));
}

#[test]
fn diebold_and_mariano() {
    for case in Case::of("diebold_mariano").at("cases").all() {
        let (losses, h) = (loss_differences(case.number("power") as i32), case.count("h"));
        assert_eq!(losses.len(), case.count("T"));
        let found = dm_test(&losses, h).unwrap();
        assert!(!found.uses_bartlett);
        agree(found.mean_difference, case.number("mean_diff"));
        agree(found.statistic, case.number("dm_hln"));
        agree(found.p_value, case.number("p_t"));
        let package = case.values("dieboldmariano_pkg");
        all_agree(&[found.statistic, found.p_value], &package);

        // The steps on the way.
        let uncorrected = found.statistic / case.number("hln_factor");
        agree(uncorrected, case.number("dm"));
        agree(normal_two_sided(uncorrected), case.number("dm_p_normal"));
        agree((found.mean_difference / uncorrected).powi(2), case.number("var_mean"));
        let autocovariances = case.values("autocov");
        let correlations = autocorrelation(&losses, h - 1).unwrap();
        let scaled: Vec<f64> = correlations.iter().map(|r| r * autocovariances[0]).collect();
        all_agree(&scaled, &autocovariances);
    }
}

#[test]
fn tests_of_ten_pairs() {
    let case = Case::of("paired_10");
    let differences = differences(&case);
    for (found, expected) in differences.iter().zip(case.values("diff")) {
        assert!((found - expected).abs() < 1e-12);
    }
    let found = wilcoxon(&differences).unwrap();
    assert!(found.exact);
    agree(found.w_plus, case.number("W_plus"));
    agree(found.w_minus, case.number("W_minus"));
    agree(found.w_plus.min(found.w_minus), case.number("wilcoxon_W"));
    agree(found.p_value, case.number("p_exact_two_sided"));
    agree(found.rank_biserial, case.number("rank_biserial"));
    let ranks = SignedRanks::of(&differences).unwrap();
    all_agree(&ranks.ranks, &case.values("ranks"));
    agree(ranks.normal_z(), case.number("z_normal_cc"));
    agree(normal_two_sided(ranks.normal_z()), case.number("p_normal_cc"));

    let t = paired_t(&differences, 0.95).unwrap();
    agree(t.mean_difference, case.number("mean_diff"));
    agree(t.statistic, case.number("t"));
    agree(t.p_value, case.number("t_p"));
    agree(t.cohen_dz, case.number("cohen_dz"));
    interval_agrees(Some(t.interval), &case.values("t_ci95"));
    agree(sign_test(&differences), case.number("sign_test_p"));
    agree(hodges_lehmann(&differences), case.number("hodges_lehmann"));
}

#[test]
fn wilcoxon_with_ties_and_zeros() {
    let case = Case::of("paired_ties_zeros");
    let differences = differences(&case);
    let (exact, found) = (case.at("exact_sign_flip_wilcox"), wilcoxon(&differences).unwrap());
    assert!(found.exact);
    assert_eq!(found.used, exact.count("n_nonzero"));
    agree(found.w_plus.min(found.w_minus), exact.number("W"));
    agree(found.p_value, exact.number("p"));

    let normal = case.at("scipy_normal_approx");
    let corrected = normal.at("wilcox_cc");
    let z = SignedRanks::of(&differences).unwrap().normal_z();
    agree(corrected.number("W"), exact.number("W"));
    agree(z, corrected.number("z"));
    agree(normal_two_sided(z), corrected.number("p"));
    // Without the correction by a half: μ is 11·12/4 = 33.
    let plain = z * (33.0 - 7.5) / (33.0 - 7.5 - 0.5);
    agree(plain, normal.at("wilcox_nocc").number("z"));
    agree(normal_two_sided(plain), normal.at("wilcox_nocc").number("p"));
}

#[test]
fn several_tests_at_once() {
    let case = Case::of("multiple_tests");
    let p = case.values("p");
    all_agree(&holm(&p).unwrap(), &case.values("holm"));
    all_agree(&benjamini_hochberg(&p).unwrap(), &case.values("bh"));
    // The order given is kept.
    let backwards: Vec<f64> = p.iter().rev().copied().collect();
    let mut adjusted = holm(&backwards).unwrap();
    adjusted.reverse();
    all_agree(&adjusted, &case.values("holm"));
    assert_eq!(holm(&[0.1, f64::NAN]), None);
    assert_eq!(benjamini_hochberg(&[1.1]), None);
}

#[test]
fn split_conformal() {
    let case = Case::of("split_conformal");
    let scores = case.values("scores_abs_residual");
    assert_eq!(scores.len(), case.count("n"));
    for (alpha, expected) in case.at("by_alpha").0.as_object().unwrap() {
        let found = split_quantile(&scores, alpha.parse().unwrap()).unwrap();
        assert_eq!(found.rank as u64, expected["k"].as_u64().unwrap());
        assert_eq!(found.score, expected["q"].as_f64());
    }
    let beta = case.values("n19_alpha0.1_beta");
    agree(beta[0] / (beta[0] + beta[1]), case.number("mean_coverage"));
    let limits = [0.05, 0.95].map(|share| beta_quantile(share, beta[0], beta[1]).unwrap());
    all_agree(&limits, &case.values("coverage_5_95_pct"));

    let groups = case.at("mondrian_example");
    let found = GroupQuantiles::of(&scores, &groups.at("groups").indices(), groups.number("alpha")).unwrap();
    for (group, name) in [(0, "q_group0"), (1, "q_group1")] {
        agree(found.of_group(group).quantile.score, groups.number(name));
        assert!(!found.of_group(group).falls_back);
    }
}

#[test]
fn coverage_of_intervals() {
    let case = Case::of("split_conformal").at("coverage_test");
    let coverage = Coverage { hits: case.count("hits"), rows: case.count("n_test") };
    agree(coverage.rate(), case.number("rate"));
    agree(coverage.binomial_p(1.0 - case.number("alpha")), case.number("binom_two_sided_p_vs_0.9"));
    interval_agrees(coverage.wilson(0.95), &case.values("wilson_95"));
    interval_agrees(coverage.clopper_pearson(0.95), &case.values("clopper_pearson_95"));
    agree(coverage.conformal_p(18, 19), case.number("betabinom_p_le_171_ncal19_k18"));
    agree(coverage.conformal_p(450, 499), case.number("betabinom_p_le_171_ncal499_k450"));
}

#[test]
fn patterns_in_residuals() {
    let case = Case::of("ljung_box");
    let (residuals, lags) = (case.values("residuals"), case.count("lags"));
    all_agree(&autocorrelation(&residuals, lags).unwrap(), &case.values("acf0_4"));
    let found = ljung_box(&residuals, lags).unwrap();
    agree(found.q, case.number("Q"));
    agree(found.p_value, case.number("p"));
}

#[test]
fn friedman_of_four_methods_on_eight_tables() {
    let case = Case::of("friedman");
    let rows: Vec<f64> = case.at("rmse").all().iter().flat_map(Case::list).collect();
    let figures = Array2::from_shape_vec((8, 4), rows).unwrap();
    let found = friedman(figures.view()).unwrap();
    all_agree(&found.mean_ranks, &case.values("avg_ranks"));
    agree(found.chi_squared, case.number("chi2"));
    agree(found.p_value, case.number("p"));
    agree(found.f, case.number("iman_davenport_F"));
    assert_eq!([found.f_freedom.0, found.f_freedom.1], case.at("F_df").indices()[..]);
    agree(nemenyi_quantile(4, 0.95), case.number("nemenyi_q05"));
    agree(critical_difference(4, 8, 0.95), case.number("critical_difference_05"));
}

#[test]
fn a_saving_is_verified() {
    let case = Case::of("measurement_verification");
    let degrees = |name: &str| {
        let degrees = heating_degrees(&case.values(name), case.number("hdd_base_c"));
        Array2::from_shape_vec((degrees.len(), 1), degrees).unwrap()
    };
    let (before, after) = (degrees("base_temp_c"), degrees("post_temp_c"));
    let (used_before, used_after) = (case.values("base_kwh"), case.values("post_kwh"));
    let found = verify_saving(
        Period { drivers: before.view(), energy_kwh: &used_before },
        Period { drivers: after.view(), energy_kwh: &used_after },
        0.9,
    )
    .unwrap();
    agree(found.intercept_kwh, case.number("intercept"));
    all_agree(&found.slopes, &[case.number("slope_per_hdd")]);
    agree(found.r2, case.number("r2"));
    agree(found.cv_rmse, case.number("cv_rmse"));
    agree(found.adjusted_baseline_kwh, case.number("adjusted_baseline_kwh"));
    agree(found.actual_kwh, case.number("actual_kwh"));
    agree(found.saving_kwh, case.number("saving_kwh"));
    agree(found.saving_share, case.number("saving_frac"));
    agree(t_critical(0.9, 28.0), case.number("t90_df28"));
    agree(found.uncertainty_share, case.number("fractional_savings_uncertainty_90"));
    assert!(found.uncertainty_share_autocorrelated >= found.uncertainty_share);
    interval_agrees(Some(found.interval_kwh), &case.values("exact_ols_90_ci_saving_kwh"));
    agree(found.saving_kg(case.number("intensity_g_kwh")), case.number("saving_kgco2"));
}

/// The fixture's figures have nine digits.
#[track_caller]
fn agree_to_its_digits(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-8 * expected.abs(), "{found} instead of {expected}");
}

#[test]
fn footprints_of_training() {
    let all = Case(serde_json::from_str(FOOTPRINTS).unwrap());
    for case in all.at("simple").all() {
        let own = Assumptions {
            power_w: Estimate::exactly(case.number("power_w")),
            memory_w: case.number("memory_w"),
            seconds: case.number("seconds"),
            pue: case.number("pue"),
            runs: case.number("psf"),
            intensity_g_per_kwh: Estimate::exactly(case.number("intensity_g_kwh")),
        };
        let found = own.footprint();
        agree_to_its_digits(found.energy_kwh.typical, case.number("energy_kwh"));
        agree_to_its_digits(1000.0 * found.energy_kwh.high, case.number("energy_wh"));
        agree_to_its_digits(found.carbon_g.low, case.number("co2_g"));
    }
    let case = all.at("green_algorithms");
    let power = power_of_cores_w(
        case.number("n_cores"),
        case.number("tdp_per_core_w"),
        case.number("usage"),
        case.number("memory_gb"),
        case.number("w_per_gb"),
    );
    let own = Assumptions {
        power_w: Estimate::exactly(power),
        memory_w: 0.0,
        seconds: 3600.0 * case.number("runtime_h"),
        pue: case.number("pue"),
        runs: case.number("psf"),
        intensity_g_per_kwh: Estimate::exactly(case.number("intensity_g_kwh")),
    };
    agree(own.footprint().energy_kwh.typical, case.number("energy_kwh"));
    agree(own.footprint().carbon_g.typical, case.number("co2_g"));
    let rules = all.at("codecarbon").all();
    agree(power_at_load_w(rules[0].number("tdp_w"), rules[0].number("cpu_load")), rules[0].number("power_w"));
    agree(power_without_load_w(rules[1].number("tdp_w")), rules[1].number("power_w"));

    // A minute on a laptop in China, paid back by a kilogram a day.
    let laptop = greengrad::evaluation::DeviceClass::Laptop;
    let found = Assumptions::at_home(laptop, 60.0, Estimate::exactly(525.3)).footprint();
    let simple = all.at("simple").all();
    for (found, place) in [(found.carbon_g.typical, 0), (found.carbon_g.low, 1), (found.carbon_g.high, 2)] {
        agree_to_its_digits(found, simple[place].number("co2_g"));
    }
    let case = all.at("payback");
    let days = found.payback_days(case.number("saving_g_per_day")).unwrap();
    agree_to_its_digits(days.typical, case.number("days"));
    assert_eq!(found.payback_days(0.0), None);
}
