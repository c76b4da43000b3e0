//! Plans: the reference cases (objectives from HiGHS), small random ones against every schedule of a grid, and what
//! infeasible cases lack.

use std::path::Path;
use std::process::Command;

use greengrad::plan::{
    Battery, Case, EndCharge, FlexibleLoad, GridLimits, Outcome, Plan, Reason, Remedy, Schedule, Unmet,
    moved, plan, reasons,
};
use proptest::prelude::*;
use serde_json::Value;

const CASES: [&str; 7] = [
    "1_carbon_battery",
    "2_cost_pv_flex",
    "3_cost_carbon_peak",
    "4_real_homes_day",
    "5_negative_prices",
    "6_infeasible",
    "7_tiny_by_hand",
];

fn path(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/reference/lp_case_{name}.json"))
}

fn case(name: &str) -> (Case, Value) {
    let text = std::fs::read_to_string(path(name)).unwrap();
    (Case::from_json(&text).unwrap(), serde_json::from_str(&text).unwrap())
}

#[track_caller]
fn planned(case: &Case) -> Plan {
    match plan(case).unwrap() {
        Outcome::Planned(plan) => *plan,
        Outcome::Infeasible(lacking) => panic!("{lacking}"),
    }
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-6 * expected.abs(), "{found} instead of {expected}");
}

#[test]
fn the_reference_cases_are_met() {
    for name in CASES {
        let (case, file) = case(name);
        let expected = &file["expected"];
        if expected["status"] == "infeasible" {
            assert!(matches!(plan(&case), Ok(Outcome::Infeasible(_))), "{name}");
            continue;
        }
        let plan = planned(&case);
        assert!(plan.optimal, "{name}");
        let milp = expected["milp_objective"].as_f64();
        near(plan.figures.objective, milp.or(expected["objective"].as_f64()).unwrap());
        let off = plan.schedule.violation(&case);
        assert!(off < 1e-6, "{name}: {off}");
        assert_eq!(plan.schedule.simultaneous_kw(), 0.0, "{name}");
        if let Some(baseline) = file["baseline_no_control"]["objective"].as_f64() {
            assert!(plan.figures.objective <= baseline);
        }
    }
}

/// The program's output of a case is checked by its numbers alone.
#[test]
fn the_terminal_prints_a_schedule_that_fits() {
    for name in CASES {
        let (case, file) = case(name);
        let output = Command::new(env!("CARGO_BIN_EXE_headless"))
            .args(["plan", path(name).to_str().unwrap(), "--json"])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0));
        let printed: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(printed["status"], file["expected"]["status"], "{name}");
        if printed["status"] == "infeasible" {
            assert!(printed["message"].as_str().unwrap().contains("terminal SoC"), "{printed}");
            assert_eq!(printed["unmet"][0]["demand"], "end_charge");
            continue;
        }
        let schedule: Schedule = serde_json::from_value(printed["schedule"].clone()).unwrap();
        assert!(schedule.violation(&case) < 1e-6);
        let figures = schedule.figures(&case);
        for (key, value) in [
            ("objective", figures.objective),
            ("import_kwh", figures.import_kwh),
            ("export_kwh", figures.export_kwh),
            ("peak_import_kw", figures.peak_import_kw),
            ("carbon_g", figures.carbon_g.unwrap()),
        ] {
            let printed = printed[key].as_f64().unwrap();
            assert!((printed - value).abs() <= 1e-12 * value.abs(), "{name} {key}");
        }
    }
}

/// By hand: 2 + 2·0.95·1 = 3.9 kWh can be reached; 6 kWh in two hours take 6/0.95/2 kW.
#[test]
fn an_end_charge_out_of_reach_is_named_with_what_would_do() {
    let (case, _) = case("6_infeasible");
    let Outcome::Infeasible(lacking) = plan(&case).unwrap() else { panic!() };
    let [Unmet::EndCharge { asked_kwh, possible_kwh }] = lacking.unmet[..] else { panic!("{lacking:?}") };
    near(asked_kwh, 8.0);
    near(possible_kwh, 3.9);
    let [Remedy::EndCharge { kwh }, Remedy::ChargePower { kw }] = lacking.remedies[..] else {
        panic!("{lacking:?}")
    };
    near(kwh, 3.9);
    near(kw, 6.0 / 0.95 / 2.0);
}

fn plain(load_kw: &[f64], import_coeff: &[f64]) -> Case {
    Case {
        name: String::new(),
        steps: None,
        dt_h: 1.0,
        load_kw: load_kw.to_vec(),
        pv_kw: vec![0.0; load_kw.len()],
        pv_curtailable: false,
        import_coeff: import_coeff.to_vec(),
        export_coeff: vec![0.0; load_kw.len()],
        carbon_g_kwh: None,
        peak_price: 0.0,
        grid: GridLimits { import_max_kw: Some(20.0), export_max_kw: Some(0.0) },
        battery: None,
        flex: Vec::new(),
    }
}

fn car(energy_kwh: f64, p_max_kw: f64, window: (usize, usize)) -> FlexibleLoad {
    FlexibleLoad {
        name: "car".to_owned(),
        energy_kwh,
        p_max_kw,
        start: window.0,
        end: Some(window.1),
        interruptible: true,
    }
}

fn battery(capacity_kwh: f64) -> Battery {
    Battery {
        capacity_kwh,
        p_charge_kw: 1.0,
        p_discharge_kw: 1.0,
        eta_c: 0.9,
        eta_d: 0.9,
        soc0_kwh: 0.0,
        soc_min_kwh: 0.0,
        soc_max_kwh: None,
        soc_end: EndCharge::Free,
        soc_end_kwh: 0.0,
        wear_per_kwh: 0.0,
    }
}

#[test]
fn a_load_that_does_not_fit_its_window_is_named() {
    let mut case = plain(&[1.0; 4], &[1.0; 4]);
    case.flex = vec![car(1.0, 1.0, (0, 4)), car(9.0, 3.0, (1, 3))];
    let Outcome::Infeasible(lacking) = plan(&case).unwrap() else { panic!() };
    let [Unmet::Energy { load: 1, asked_kwh, possible_kwh, .. }] = lacking.unmet[..] else {
        panic!("{lacking:?}")
    };
    near(asked_kwh, 9.0);
    near(possible_kwh, 6.0);
    let power = lacking.remedies.iter().find_map(|remedy| match remedy {
        Remedy::Power { load: 1, kw } => Some(*kw),
        _ => None,
    });
    near(power.unwrap(), 4.5);
}

#[test]
fn what_the_grid_cannot_carry_is_named() {
    let mut case = plain(&[1.0, 5.0, 1.0], &[1.0; 3]);
    case.grid.import_max_kw = Some(3.0);
    let Outcome::Infeasible(lacking) = plan(&case).unwrap() else { panic!() };
    assert!(
        matches!(lacking.unmet[..], [Unmet::Import { step: 1, asked_kw, .. }] if (asked_kw - 5.0).abs() < 1e-6),
        "{lacking:?}"
    );
    let mut case = plain(&[1.0; 3], &[1.0; 3]);
    case.pv_kw = vec![0.0, 4.0, 0.0];
    let Outcome::Infeasible(lacking) = plan(&case).unwrap() else { panic!() };
    assert!(matches!(lacking.unmet[..], [Unmet::Export { step: 1, .. }]), "{lacking:?}");
    assert!(
        lacking.remedies.iter().any(|own| matches!(own, Remedy::Surplus { kwh } if (kwh - 3.0).abs() < 1e-6))
    );
    // Two demands at once: none alone would do.
    let mut case = plain(&[1.0, 5.0, 1.0], &[1.0; 3]);
    case.grid.import_max_kw = Some(3.0);
    case.flex = vec![car(9.0, 3.0, (0, 1))];
    let Outcome::Infeasible(lacking) = plan(&case).unwrap() else { panic!() };
    assert_eq!(lacking.unmet.len(), 2, "{lacking:?}");
    assert!(lacking.remedies.is_empty());
}

/// By hand: three hours of 2 kW and one of 0.5 kW cost 13 from hour 1 on, 18.5 from hour 2, 26.5 from hour 3.
#[test]
fn one_block_runs_without_a_pause() {
    let mut case = plain(&[0.5; 8], &[5.0, 1.0, 3.0, 2.0, 2.0, 9.0, 1.0, 1.0]);
    case.flex = vec![FlexibleLoad { interruptible: false, ..car(6.5, 2.0, (1, 7)) }];
    let plan = planned(&case);
    assert_eq!(plan.schedule.f[0], [0.0, 2.0, 2.0, 2.0, 0.5, 0.0, 0.0, 0.0]);
    assert!(plan.schedule.violation(&case) < 1e-9 && plan.optimal);
}

/// Where every hour costs the same nothing is moved, and what has to run runs at once.
#[test]
fn nothing_is_switched_without_a_reason() {
    let mut case = plain(&[1.0; 12], &[2.0; 12]);
    case.battery = Some(battery(5.0));
    case.flex = vec![car(6.0, 2.0, (2, 12))];
    let plan = planned(&case);
    assert_eq!(plan.schedule.c, [0.0; 12]);
    assert_eq!(plan.schedule.d, [0.0; 12]);
    assert_eq!(plan.schedule.f[0], [0.0, 0.0, 2.0, 2.0, 2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
}

#[test]
fn of_hours_with_one_price_the_one_with_less_carbon_is_taken() {
    let mut case = plain(&[1.0; 6], &[2.0; 6]);
    case.carbon_g_kwh = Some(vec![300.0, 500.0, 200.0, 400.0, 250.0, 400.0]);
    case.flex = vec![car(4.0, 2.0, (0, 6))];
    assert_eq!(planned(&case).schedule.f[0], [0.0, 0.0, 2.0, 0.0, 2.0, 0.0]);
}

/// A surplus that may not be thrown away is burnt in the battery only by turns.
#[test]
fn a_battery_never_flows_both_ways() {
    let mut case = plain(&[0.0; 6], &[1.0; 6]);
    case.pv_kw = vec![0.5, 0.2, 0.0, 0.3, 0.0, 0.0];
    case.export_coeff = vec![-1.0; 6];
    case.grid.export_max_kw = Some(2.0);
    case.battery = Some(Battery { soc_end: EndCharge::Eq, ..battery(2.0) });
    let plan = planned(&case);
    assert_eq!(plan.schedule.simultaneous_kw(), 0.0);
    assert!(plan.schedule.violation(&case) < 1e-6);
}

/// Where taking is paid for in the battery's hour and in the grid's, both need their integers at once.
#[test]
fn integers_of_battery_and_grid_are_found_together() {
    let mut case = plain(&[1.4722, 0.0, 0.0, 0.0, 0.0], &[-0.1765, 0.0, -0.2959, 0.0, 0.0]);
    case.pv_kw = vec![1.399, 0.0, 2.0438, 0.0, 0.0];
    case.export_coeff = vec![-0.0905, 0.0, -0.1517, 0.0, 0.0];
    case.grid.export_max_kw = Some(9.0);
    case.battery = Some(Battery {
        p_charge_kw: 1.73,
        p_discharge_kw: 0.3,
        eta_c: 0.7,
        soc0_kwh: 1.9,
        soc_end: EndCharge::Eq,
        soc_end_kwh: 1.9,
        wear_per_kwh: 0.0219,
        ..battery(2.0)
    });
    assert!(planned(&case).figures.objective <= least_on_grid(&case, 0.02) + 1e-9);
}

#[test]
fn what_is_no_case_is_refused_by_name() {
    for (text, code) in [
        ("{", "case_form"),
        (r#"{"load_kw": [], "import_coeff": []}"#, "case_steps"),
        (r#"{"load_kw": [1, 2], "import_coeff": [1]}"#, "case_length"),
        (r#"{"T": 3, "load_kw": [1, 2], "import_coeff": [1, 2]}"#, "case_length"),
        (r#"{"load_kw": [1], "import_coeff": [1], "dt_h": 0}"#, "case_value"),
        (r#"{"load_kw": [1], "import_coeff": [1], "peak_price": -1}"#, "case_value"),
    ] {
        assert_eq!(Case::from_json(text).unwrap_err().code(), code, "{text}");
    }
    // The least that is a case.
    let case = Case::from_json(r#"{"load_kw": [1, 2], "import_coeff": [1, 3]}"#).unwrap();
    near(planned(&case).figures.objective, 7.0);
    let nulls = r#"{"load_kw": [1, 2], "import_coeff": [1, 3], "pv_kw": null, "export_coeff": null, "battery": null,
        "flex": null, "grid": null, "carbon_g_kwh": null, "peak_price": null}"#;
    assert_eq!(Case::from_json(nulls).unwrap(), case);
    assert_eq!(planned(&case).schedule.s, [0.0, 0.0]);
}

/// Small cases in which a schedule without a battery and with loads run evenly is feasible.
fn small() -> impl Strategy<Value = Case> {
    let steps = 3..7_usize;
    let series = |low: f64, high: f64, steps: usize| prop::collection::vec(low..high, steps);
    steps.prop_flat_map(move |steps| {
        (
            (series(0.0, 3.0, steps), series(0.0, 3.0, steps), series(-0.3, 1.0, steps)),
            (any::<bool>(), 0.0..1.0_f64, prop::bool::ANY, 0.0..0.3_f64),
            (0.3..3.0_f64, 0.3..3.0_f64, 0.7..1.0_f64, 0.0..1.0_f64, 0..3_u8),
            (0.0..4.0_f64, 0..2_usize, prop::sample::select(vec![1.0, 0.5, 0.25])),
        )
            .prop_map(
                move |((load, pv, price), (curtailable, feed_in, charged, wear), own, more)| {
                    let (charge, discharge, eta, level, end) = own;
                    let (energy, start, dt_h) = more;
                    let mut case = plain(&load, &price);
                    case.dt_h = dt_h;
                    case.pv_kw = pv;
                    case.pv_curtailable = curtailable;
                    case.export_coeff = price.iter().map(|price| price * feed_in).collect();
                    case.peak_price = if charged { 0.5 } else { 0.0 };
                    case.grid.export_max_kw = Some(9.0);
                    case.battery = Some(Battery {
                        p_charge_kw: charge,
                        p_discharge_kw: discharge,
                        eta_c: eta,
                        eta_d: 0.9,
                        soc0_kwh: 2.0 * level,
                        soc_end: [EndCharge::Eq, EndCharge::Ge, EndCharge::Free][usize::from(end)],
                        soc_end_kwh: 2.0 * level,
                        wear_per_kwh: wear * 0.1,
                        ..battery(2.0)
                    });
                    case.flex = vec![car(energy * dt_h, 3.0, (start, steps))];
                    case
                },
            )
    })
}

/// The battery rests, and each load runs evenly over its window.
fn at_rest(case: &Case) -> Schedule {
    let steps = case.len();
    let even = |load: &FlexibleLoad| -> Vec<f64> {
        let window = load.window(steps);
        let power = load.energy_kwh / case.dt_h / window.len() as f64;
        (0..steps).map(|step| if window.contains(&step) { power } else { 0.0 }).collect()
    };
    let f: Vec<Vec<f64>> = case.flex.iter().map(even).collect();
    let net = |step: usize| {
        case.load_kw[step] - case.pv_kw[step] + f.iter().map(|own: &Vec<f64>| own[step]).sum::<f64>()
    };
    let level = case.battery.as_ref().map_or(0.0, |own| own.soc0_kwh);
    Schedule {
        g: (0..steps).map(|step| net(step).max(0.0)).collect(),
        e: (0..steps).map(|step| (-net(step)).max(0.0)).collect(),
        u: vec![0.0; steps],
        c: vec![0.0; steps],
        d: vec![0.0; steps],
        s: vec![level; steps],
        f,
    }
}

/// The least objective of all schedules whose charge level is at a multiple of `grain_kwh`, without flexible loads and
/// without a peak price: by the least cost to reach each level (Bellman 1957).
fn least_on_grid(case: &Case, grain_kwh: f64) -> f64 {
    let battery = case.battery.unwrap();
    let levels = (battery.most_kwh() / grain_kwh).round() as usize;
    let place = |level: f64| (level / grain_kwh).round() as usize;
    let mut cost = vec![f64::INFINITY; levels + 1];
    cost[place(battery.soc0_kwh)] = 0.0;
    for step in 0..case.len() {
        let mut next = vec![f64::INFINITY; levels + 1];
        for (from, before) in cost.iter().enumerate().filter(|(_, before)| before.is_finite()) {
            for (to, best) in next.iter_mut().enumerate() {
                let stored = (to as f64 - from as f64) * grain_kwh;
                let (c, d) = if stored > 0.0 {
                    (stored / battery.eta_c / case.dt_h, 0.0)
                } else {
                    (0.0, -stored * battery.eta_d / case.dt_h)
                };
                if c > battery.p_charge_kw + 1e-12 || d > battery.p_discharge_kw + 1e-12 {
                    continue;
                }
                let net = case.load_kw[step] - case.pv_kw[step] + c - d;
                // What may be thrown away is, where selling it costs.
                let thrown = if case.pv_curtailable { case.pv_kw[step] } else { 0.0 };
                let of = |net: f64| {
                    if net > 0.0 { case.import_coeff[step] * net } else { case.export_coeff[step] * net }
                };
                let grid = of(net).min(of(net + thrown)).min(if net < 0.0 && net + thrown > 0.0 {
                    0.0
                } else {
                    f64::INFINITY
                });
                *best = best.min(before + case.dt_h * (grid + battery.wear_per_kwh * (c + d)));
            }
        }
        cost = next;
    }
    let end = place(battery.soc_end_kwh);
    match battery.soc_end {
        EndCharge::Eq => cost[end],
        EndCharge::Ge => cost[end..].iter().copied().fold(f64::INFINITY, f64::min),
        EndCharge::Free => cost.iter().copied().fold(f64::INFINITY, f64::min),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_plan_fits_and_is_no_worse_than_doing_nothing(case in small()) {
        let plan = planned(&case);
        prop_assert!(plan.optimal);
        prop_assert!(plan.schedule.violation(&case) < 1e-6, "{}", plan.schedule.violation(&case));
        prop_assert_eq!(plan.schedule.simultaneous_kw(), 0.0);
        let rest = at_rest(&case);
        prop_assert!(rest.violation(&case) < 1e-6);
        let (own, nothing) = (plan.figures.objective, rest.figures(&case).objective);
        prop_assert!(own <= nothing + 1e-6 * nothing.abs().max(1.0), "{own} {nothing}");
    }

    /// Levels on a grid are some of all schedules: none may be better, and the best of them is near.
    #[test]
    fn no_schedule_on_a_grid_is_better(mut case in small()) {
        case.flex.clear();
        case.peak_price = 0.0;
        let grain = 0.02;
        if let Some(battery) = &mut case.battery {
            battery.soc0_kwh = (battery.soc0_kwh / grain).round() * grain;
            battery.soc_end_kwh = battery.soc0_kwh;
        }
        let (own, grid) = (planned(&case).figures.objective, least_on_grid(&case, grain));
        prop_assert!(own <= grid + 1e-6, "{own} {grid}");
        // A level moved by less than a grain moves each step's cost by no more than this.
        prop_assert!(grid - own < 3.0 * grain * 2.0 * case.len() as f64, "{own} {grid}");
    }
}

/// A multiplier lies between what 0.1 kWh less spares and what 0.1 kWh more costs, each by a plan of its own; and no bar
/// stands where another place would be cheaper.
#[test]
fn reasons_hold_when_a_tenth_of_a_kwh_moves() {
    for name in CASES.into_iter().filter(|name| *name != "6_infeasible") {
        let (case, _) = case(name);
        let plan = planned(&case);
        let found = reasons(&case, &plan).unwrap();
        let objective = plan.figures.objective;
        let size: f64 =
            case.import_coeff.iter().zip(&plan.schedule.g).map(|(one, other)| (one * other).abs()).sum();
        let near = 1e-6 * size;
        for (step, &price) in found.demand_per_kwh.iter().enumerate() {
            let at = format!("{name} {step} {price}");
            if let Some(more) = moved(&case, &plan, &[(step, 0.1)]).unwrap() {
                assert!(0.1 * price <= more - objective + near, "{at} {more}");
            }
            if let Some(less) = moved(&case, &plan, &[(step, -0.1)]).unwrap() {
                assert!(0.1 * price >= objective - less - near, "{at} {less}");
            }
        }
        let unit = near * 10.0;
        for reason in &found.bars {
            match *reason {
                Reason::Charge { costs, spares, step, used_at } => {
                    assert!(spares >= costs - unit, "{name} {reason:?}");
                    assert!(used_at.is_none_or(|later| later > step));
                }
                Reason::Discharge { costs, spares, .. } => {
                    assert!(spares >= costs - unit, "{name} {reason:?}");
                }
                Reason::Load { costs, otherwise, .. } => {
                    assert!(otherwise.is_none_or(|(_, other)| other >= costs - unit), "{name} {reason:?}");
                }
                Reason::Block { .. } => panic!("{reason:?}"),
            }
        }
        let flows = plan.schedule.c.iter().chain(&plan.schedule.d).chain(plan.schedule.f.iter().flatten());
        assert_eq!(found.bars.len(), flows.filter(|power| **power > 1e-6).count());
    }
}

/// By hand: a kWh costs 100 g in the first hour, of which 0.8 arrive, and spares 400 g in the second.
#[test]
fn reasons_by_hand() {
    let (case, _) = case("7_tiny_by_hand");
    let found = reasons(&case, &planned(&case)).unwrap();
    near(found.demand_per_kwh[0], 100.0);
    near(found.demand_per_kwh[1], 400.0);
    let [Reason::Charge { step: 0, costs, spares, used_at: Some(1) }, Reason::Discharge { step: 1, .. }] =
        found.bars[..]
    else {
        panic!("{found:?}")
    };
    near(costs, 100.0);
    near(spares, 320.0);
    // The block of above: 13 from hour 1 on, 18.5 from hour 2.
    let mut case = plain(&[0.5; 8], &[5.0, 1.0, 3.0, 2.0, 2.0, 9.0, 1.0, 1.0]);
    case.flex = vec![FlexibleLoad { interruptible: false, ..car(6.5, 2.0, (1, 7)) }];
    let found = reasons(&case, &planned(&case)).unwrap();
    let [Reason::Block { load: 0, step: 1, otherwise: Some((2, more)) }] = found.bars[..] else {
        panic!("{found:?}")
    };
    near(more, 5.5);
}

fn replay(forecast: &str, arguments: &[&str]) -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/examples/homes_ca_2016.csv");
    let mut all = vec!["replay", file.to_str().unwrap(), "--load", "load_kwh", "--pv", "pv_kwh"];
    all.extend([
        "--intensity",
        "intensity_g_kwh",
        "--price",
        "price_usd_kwh",
        "--battery",
        "108.8,85,85,0.9",
    ]);
    all.extend(["--forecast", forecast, "--json"]);
    all.extend(arguments);
    let output = Command::new(env!("CARGO_BIN_EXE_headless")).args(all).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The same loop with HiGHS: 31.4991 % and 43.4912 % of cost with perfect foresight, 21.7874 % with yesterday's values, 23.864 %
/// with lines, on 70 days from 2861.08 kg and 5304.01 $; optima are not unique, so within a point (and peaks less closely).
#[test]
fn the_closed_loop_saves_what_it_saved_elsewhere() {
    let (mut saved, mut kg, mut compared) = (Vec::new(), Vec::new(), Vec::new());
    for (forecast, percent, interval, cost, peak_kw) in [
        ("perfect", 31.4991, [27.67, 35.84], 43.4912, 60.3166),
        ("yesterday", 21.7874, [18.18, 25.83], 34.9313, 51.9809),
        ("linear", 23.864, [20.41, 27.74], 36.5101, 54.595),
    ] {
        let found = replay(forecast, &[]);
        let number = |name: &str| found[name].as_f64().unwrap();
        assert_eq!(found["days"], 70);
        near(number("base_kg"), 2861.08);
        let own = number("carbon_saved_pct");
        assert!((own - percent).abs() < 1.0, "{forecast} {own}");
        assert!((number("cost_saved_pct") - cost).abs() < 2.0, "{found}");
        assert!((number("mean_daily_peak_kw") / peak_kw - 1.0).abs() < 0.1, "{found}");
        for (place, end) in interval.into_iter().enumerate() {
            assert!((found["ci95"][place].as_f64().unwrap() - end).abs() < 1.5, "{found}");
        }
        saved.push((own, number("share_of_perfect")));
        kg.push(number("kg"));
        let less = found["against_yesterday"]["kg_per_day"].as_f64();
        if let Some(less) = less.filter(|_| kg.len() > 2) {
            assert!((less - (kg[1] - number("kg")) / 70.0).abs() < 1e-9, "{found}");
            compared.push(forecast);
        }
    }
    assert!(compared.contains(&"linear"), "{compared:?}");
    assert_eq!(saved[0].1, 1.0);
    assert!((saved[1].1 - saved[1].0 / saved[0].0).abs() < 1e-12);
}

/// By cost, 44.9924 % with perfect foresight in the same loop, and 24.2906 % of carbon by whatever hours of one price it took:
/// of these, ours have the least carbon.
#[test]
fn a_plan_by_cost_saves_cost() {
    let found = replay("perfect", &["--objective", "cost"]);
    assert!((found["cost_saved_pct"].as_f64().unwrap() - 44.9924).abs() < 1.0, "{found}");
    assert!(found["carbon_saved_pct"].as_f64().unwrap() > 24.2906, "{found}");
}
