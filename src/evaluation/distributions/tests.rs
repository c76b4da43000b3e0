use super::*;

/// To 10⁻¹⁰ of the figure: mpmath 1.4 (computed with 40 digits, written with 15).
#[test]
fn agree_with_many_digits() {
    #[track_caller]
    fn close(found: Option<f64>, expected: f64) {
        let off = found.unwrap() / expected - 1.0;
        assert!(off.abs() < 1e-10, "{found:?} instead of {expected}");
    }
    for (x, a, b, expected) in [
        (0.3, 2.5, 7.0, 0.641_222_462_971_721),
        (0.999, 40.0, 0.5, 0.777_919_867_635_688),
        (1e-6, 0.5, 0.5, 0.000_636_619_878_470_924),
        (0.1, 900.0, 8000.0, 0.365_656_247_015_622),
        (0.91, 7900.5, 860.25, 0.995_790_593_874_888),
        (0.5, 20000.0, 20100.0, 0.691_244_716_468_464),
        (0.02, 0.3, 3.0, 0.458_084_473_026_508),
    ] {
        close(beta_cdf(x, a, b), expected);
        close(beta_quantile(expected, a, b), x);
    }
    for (x, freedom, expected) in [
        (0.01, 1.0, 0.920_344_325_445_942),
        (3.84, 1.0, 0.050_043_521_248_705_1),
        (30.0, 4.0, 4.894_437_128_029_21e-06),
        (150.0, 168.0, 0.837_123_755_302_332),
        (168.0, 168.0, 0.485_489_675_471_971),
        (400.0, 168.0, 5.764_742_868_764_78e-21),
        (1e-3, 7.0, 0.999_999_999_999_76),
        (900.0, 10.0, 6.367_822_044_752_75e-187),
    ] {
        close(chi_squared_tail(x, freedom), expected);
    }
    for (t, freedom, expected) in [
        (1e-9, 3.0, 0.999_999_999_264_895),
        (0.5, 1.0, 0.704_832_764_699_133),
        (2.0, 23.0, 0.057_444_548_992_082_7),
        (-12.0, 5.0, 7.089_492_517_161_52e-05),
        (40.0, 364.0, 2.716_652_829_788_78e-135),
        (1e100, 2.0, 1e-200),
        (7.5, 8759.0, 7.004_462_376_852_71e-14),
    ] {
        close(t_two_sided(t, freedom), expected);
        if expected > 0.01 {
            close(t_critical(1.0 - expected, freedom).map(|t| 1.0 + t), 1.0 + t);
        }
    }
    for (probability, expected) in [
        (1e-300, -37.047_096_299_361_2),
        (1e-12, -7.034_483_825_301_13),
        (0.025, -1.959_963_984_540_05),
        (0.3, -0.524_400_512_708_041),
        (0.975, 1.959_963_984_540_05),
        (0.999_999, 4.753_424_308_817_09),
    ] {
        close(normal_quantile(probability), expected);
        close(Some(normal_cdf(expected)), probability);
    }
    for (hits, rows, a, b, expected) in [
        (0, 5, 1.0, 1.0, 1.0 / 6.0),
        (7900, 8760, 900.0, 101.0, 0.599_089_403_995_435),
        (50, 60, 1800.0, 200.0, 0.076_040_793_290_647_1),
        (20, 8760, 18.0, 2.0, 4.322_870_305_286_8e-44),
    ] {
        close(beta_binomial_cdf(hits, rows, a, b), expected);
    }
    // SciPy 1.17.1, `binomtest`.
    for (hits, rows, probability, expected) in [
        (0, 10, 0.3, 0.038_839_603_3),
        (3, 10, 0.3, 1.0),
        (9, 10, 0.3, 0.000_143_685_9),
        (7800, 8760, 0.9, 0.003_110_718_702_093_77),
        (7900, 8760, 0.9, 0.580_938_141_324_974),
        (4, 7, 0.5, 1.0),
        (40000, 80000, 0.505, 0.004_727_273_877_978_18),
        (12, 50, 0.2, 0.479_742_206_594_02),
        (10, 50, 0.2, 1.0),
    ] {
        close(binomial_two_sided(hits, rows, probability), expected);
    }
}

#[test]
fn are_not_defined_outside_of_their_bounds() {
    assert_eq!(beta_cdf(1.5, 1.0, 1.0).or(beta_cdf(0.5, 0.0, 1.0)).or(beta_quantile(0.0, 1.0, 1.0)), None);
    assert_eq!(chi_squared_tail(-1.0, 1.0).or(chi_squared_tail(f64::NAN, 1.0)), None);
    assert_eq!(t_two_sided(f64::NAN, 1.0).or(t_two_sided(1.0, 0.0)).or(t_critical(1.0, 3.0)), None);
    assert_eq!(normal_quantile(0.0).or(normal_quantile(1.0)).or(normal_quantile(f64::NAN)), None);
    assert_eq!(binomial_two_sided(0, 0, 0.5).or(binomial_two_sided(2, 1, 0.5)), None);
    assert_eq!(beta_binomial_cdf(2, 1, 1.0, 1.0).or(beta_binomial_cdf(1, 2, 0.0, 1.0)), None);
    // The ends of what is defined.
    assert_eq!([beta_cdf(0.0, 2.0, 3.0), beta_cdf(1.0, 2.0, 3.0)], [Some(0.0), Some(1.0)]);
    assert_eq!(t_two_sided(0.0, 3.0).zip(chi_squared_tail(0.0, 3.0)), Some((1.0, 1.0)));
}
