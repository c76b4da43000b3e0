//! How good predictions are, the simple methods a network has to beat, whether it does (tests and intervals), and what a
//! model has learnt.

mod baselines;
mod bootstrap;
mod conformal;
mod coverage;
mod distributions;
pub mod explain;
mod footprint;
mod friedman;
mod metrics;
mod more_metrics;
mod multiple;
mod paired;
mod residuals;
mod saving;
mod summary;
mod wilcoxon;

pub use baselines::{BaselineName, Baselines};
pub use bootstrap::{
    Bca, SkillInterval, bca_interval, block_bootstrap, draw_block_starts, moving_block_resample,
    percentile_interval, skill_interval,
};
pub use conformal::{
    Adaptive, AdaptiveStep, GroupQuantile, GroupQuantiles, Reach, SplitQuantile, adaptive_conformal,
    split_quantile,
};
pub use coverage::Coverage;
pub use distributions::{
    beta_binomial_cdf, beta_cdf, beta_quantile, binomial_two_sided, chi_squared_tail, normal_cdf,
    normal_quantile, normal_two_sided, t_critical, t_two_sided,
};
pub use footprint::{
    Assumptions, DeviceClass, Estimate, Footprint, power_at_load_w, power_of_cores_w, power_without_load_w,
};
pub use friedman::{Friedman, critical_difference, friedman, nemenyi_quantile};
pub use metrics::{Evaluated, Metrics};
pub use more_metrics::{MoreMetrics, interval_scores, pinball_losses, skill};
pub use multiple::{benjamini_hochberg, holm};
pub use paired::{DieboldMariano, PairedT, dm_test, hodges_lehmann, paired_t, sign_test};
pub use residuals::{LjungBox, autocorrelation, ljung_box};
pub use saving::{Period, VerifiedSaving, cooling_degrees, heating_degrees, verify_saving};
pub use summary::{Interval, mean, quantile};
pub use wilcoxon::{SignedRanks, Wilcoxon, wilcoxon};
