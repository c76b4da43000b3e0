//! A case as a linear programme: which column is what, and the rows between them.

use super::case::{Case, EndCharge};
use super::program::{Compare, Program};

/// Which of two opposite flows a step may have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mode {
    /// Both: what the relaxation allows. At an optimum it is rarely used.
    #[default]
    Both,
    /// One of them, by a binary column.
    Either,
    /// Only the first: charging, or import.
    First,
    /// Only the second: discharging, or export.
    Second,
}

/// What is still open about a case: the modes of each step, and the first step of each block.
#[derive(Clone, Debug)]
pub(super) struct Choices {
    pub(super) battery: Vec<Mode>,
    pub(super) grid: Vec<Mode>,
    /// Where each load's block begins, once that is decided.
    pub(super) blocks: Vec<Option<usize>>,
}

impl Choices {
    pub(super) fn open(case: &Case) -> Self {
        Self {
            battery: vec![Mode::Both; case.len()],
            grid: vec![Mode::Both; case.len()],
            blocks: vec![None; case.flex.len()],
        }
    }
}

/// A demand that is let go, as far as it must be, to see what a case lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relaxed {
    /// The charge at the end.
    EndCharge,
    /// The least charge.
    LeastCharge,
    /// The power to charge with.
    ChargePower,
    /// The power to discharge with.
    DischargePower,
    /// What a flexible load gets.
    Energy(usize),
    /// The power of a flexible load.
    Power(usize),
    /// The limit of import.
    Import,
    /// The limit of export.
    Export,
    /// What the photovoltaics give may be thrown away.
    Surplus,
}

/// Where the columns of a case are.
pub(super) struct Model {
    pub(super) program: Program,
    pub(super) import: Vec<usize>,
    pub(super) export: Vec<usize>,
    pub(super) curtailed: Vec<usize>,
    /// Charge, discharge and charge level, where there is a battery.
    pub(super) battery: Option<[Vec<usize>; 3]>,
    /// A column for each step of each load's window, with the window's beginning.
    pub(super) flex: Vec<Flex>,
    /// The columns by which demands were let go, in the order asked.
    pub(super) slack: Vec<Vec<usize>>,
    /// The row of each step's balance, in kW.
    pub(super) balance: Vec<usize>,
    /// The row of each step's store, in kWh.
    pub(super) store: Vec<usize>,
    mode_of_battery: Vec<Option<usize>>,
    mode_of_grid: Vec<Option<usize>>,
}

/// A flexible load's columns.
pub(super) enum Flex {
    /// Power of each step of the window from `start` on.
    Power { start: usize, columns: Vec<usize> },
    /// Whether the block begins at each step from `start` on, and its powers.
    Block { start: usize, columns: Vec<usize>, block_kw: Vec<f64> },
}

impl Flex {
    /// (column, kW per unit of it) of a step.
    pub(super) fn terms(&self, step: usize) -> Vec<(usize, f64)> {
        match self {
            Self::Power { start, columns } => {
                let place = step.checked_sub(*start).and_then(|place| columns.get(place));
                place.map(|&column| (column, 1.0)).into_iter().collect()
            }
            Self::Block { start, columns, block_kw } => columns
                .iter()
                .enumerate()
                .filter_map(|(place, &column)| {
                    let power = block_kw.get(step.checked_sub(start + place)?)?;
                    Some((column, *power))
                })
                .collect(),
        }
    }
}

impl Model {
    /// The programme of a case, with `relaxed` demands let go at a cost of one a kWh or kW and at no other cost.
    pub(super) fn new(case: &Case, choices: &Choices, relaxed: &[(Relaxed, f64)]) -> Self {
        let steps = case.len();
        let own = if relaxed.is_empty() { 1.0 } else { 0.0 };
        let mut program = Program::default();
        let is_relaxed = |which: Relaxed| relaxed.iter().position(|(own, _)| *own == which);
        let mut slack = vec![Vec::new(); relaxed.len()];

        // Loads that can be moved, first: what the grid has to carry at most depends on them.
        let mut flex = Vec::new();
        let mut flex_most = vec![0.0; steps];
        for (place, load) in case.flex.iter().enumerate() {
            let window = load.window(steps);
            let energy = is_relaxed(Relaxed::Energy(place));
            let power = is_relaxed(Relaxed::Power(place));
            if load.interruptible {
                let all_at_once = load.energy_kwh / case.dt_h;
                let most = if power.is_some() { all_at_once } else { load.p_max_kw.min(all_at_once) };
                let columns: Vec<usize> = window.clone().map(|_| program.column(0.0, 0.0, most)).collect();
                let mut terms: Vec<_> = columns.iter().map(|&column| (column, case.dt_h)).collect();
                if let Some(at) = energy {
                    let less = program.column(relaxed[at].1, 0.0, load.energy_kwh);
                    slack[at].push(less);
                    terms.push((less, 1.0));
                }
                if let Some(at) = power {
                    let more = program.column(relaxed[at].1, 0.0, f64::INFINITY);
                    slack[at].push(more);
                    for &column in &columns {
                        program.row(vec![(column, 1.0), (more, -1.0)], Compare::AtMost, load.p_max_kw);
                    }
                }
                for step in window.clone() {
                    flex_most[step] += most;
                }
                program.row(terms, Compare::Equal, load.energy_kwh);
                flex.push(Flex::Power { start: window.start, columns });
            } else {
                let block_kw = load.block_kw(case.dt_h);
                let begins = (window.len() + 1).saturating_sub(block_kw.len());
                let mut columns = Vec::new();
                for place_in in 0..begins {
                    let column = program.binary();
                    if let Some(first) = choices.blocks[place] {
                        let fixed = if first == window.start + place_in { 1.0 } else { 0.0 };
                        (program.columns[column].low, program.columns[column].high) = (fixed, fixed);
                    }
                    columns.push(column);
                }
                let mut terms: Vec<_> = columns.iter().map(|&column| (column, 1.0)).collect();
                if let Some(at) = energy {
                    // Of a block all or nothing can be left out.
                    let none = program.column(relaxed[at].1 * load.energy_kwh, 0.0, 1.0);
                    slack[at].push(none);
                    terms.push((none, 1.0));
                }
                program.row(terms, Compare::Equal, 1.0);
                for step in window.clone() {
                    flex_most[step] += load.p_max_kw;
                }
                flex.push(Flex::Block { start: window.start, columns, block_kw });
            }
        }

        // The battery.
        let mut mode_of_battery = vec![None; steps];
        let (mut store, mut balance) = (Vec::new(), Vec::new());
        let battery = case.battery.as_ref().map(|battery| {
            let wear = own * battery.wear_per_kwh * case.dt_h;
            let (charge_free, discharge_free) =
                (is_relaxed(Relaxed::ChargePower), is_relaxed(Relaxed::DischargePower));
            let lowest = is_relaxed(Relaxed::LeastCharge);
            let least = if lowest.is_some() { 0.0 } else { battery.soc_min_kwh };
            // No more than the store can take or give within a step, which the flow of one direction alone never passes:
            // the nearer the limits, the better the bounds of the search over directions.
            let room = battery.most_kwh() - least.min(battery.soc0_kwh);
            let stock = battery.most_kwh().max(battery.soc0_kwh) - least;
            let most = |limit: f64, free: Option<usize>, whole: f64| {
                if free.is_some() { whole.max(0.0) } else { limit.min(whole.max(0.0)) }
            };
            let charge_most = most(battery.p_charge_kw, charge_free, room / (battery.eta_c * case.dt_h));
            let discharge_most =
                most(battery.p_discharge_kw, discharge_free, stock * battery.eta_d / case.dt_h);
            let mut level = |_| program.column(0.0, least, battery.most_kwh());
            let levels: Vec<usize> = (0..steps).map(&mut level).collect();
            let open = |mode: Mode, own: Mode| mode == Mode::Both || mode == Mode::Either || mode == own;
            let mut flows = |first: bool| -> Vec<usize> {
                let (own, most) =
                    if first { (Mode::First, charge_most) } else { (Mode::Second, discharge_most) };
                let high = |mode: Mode| if open(mode, own) { most } else { 0.0 };
                choices.battery.iter().map(|&mode| program.column(wear, 0.0, high(mode))).collect()
            };
            let (charge, discharge) = (flows(true), flows(false));
            for step in 0..steps {
                let mut terms = vec![
                    (levels[step], 1.0),
                    (charge[step], -battery.eta_c * case.dt_h),
                    (discharge[step], case.dt_h / battery.eta_d),
                ];
                let mut right = 0.0;
                match step.checked_sub(1) {
                    Some(before) => terms.push((levels[before], -1.0)),
                    None => right = battery.soc0_kwh,
                }
                store.push(program.rows.len());
                program.row(terms, Compare::Equal, right);
                if choices.battery[step] == Mode::Either {
                    let mode = program.binary();
                    program.row(vec![(charge[step], 1.0), (mode, -charge_most)], Compare::AtMost, 0.0);
                    let terms = vec![(discharge[step], 1.0), (mode, discharge_most)];
                    program.row(terms, Compare::AtMost, discharge_most);
                    mode_of_battery[step] = Some(mode);
                }
            }
            for (free, columns, limit) in [
                (charge_free, &charge, battery.p_charge_kw),
                (discharge_free, &discharge, battery.p_discharge_kw),
            ] {
                let Some(at) = free else { continue };
                let more = program.column(relaxed[at].1, 0.0, f64::INFINITY);
                slack[at].push(more);
                for &column in columns {
                    program.row(vec![(column, 1.0), (more, -1.0)], Compare::AtMost, limit);
                }
            }
            if let Some(at) = lowest {
                let less = program.column(relaxed[at].1, 0.0, battery.soc_min_kwh);
                slack[at].push(less);
                for &column in &levels {
                    program.row(vec![(column, 1.0), (less, 1.0)], Compare::AtLeast, battery.soc_min_kwh);
                }
            }
            let last = levels[steps - 1];
            let mut terms = vec![(last, 1.0)];
            if let Some(at) = is_relaxed(Relaxed::EndCharge) {
                let (less, more) = (
                    program.column(relaxed[at].1, 0.0, f64::INFINITY),
                    program.column(relaxed[at].1, 0.0, f64::INFINITY),
                );
                slack[at].extend([less, more]);
                terms.extend([(less, 1.0), (more, -1.0)]);
            }
            match battery.soc_end {
                EndCharge::Eq => program.row(terms, Compare::Equal, battery.soc_end_kwh),
                EndCharge::Ge => program.row(terms, Compare::AtLeast, battery.soc_end_kwh),
                EndCharge::Free => {}
            }
            [charge, discharge, levels]
        });

        // The grid.
        let peak =
            (case.peak_price > 0.0 && own > 0.0).then(|| program.column(case.peak_price, 0.0, f64::INFINITY));
        let mut mode_of_grid = vec![None; steps];
        let (mut import, mut export, mut curtailed) = (Vec::new(), Vec::new(), Vec::new());
        let limits = |free: Option<usize>, limit: Option<f64>| {
            if free.is_some() { f64::INFINITY } else { limit.unwrap_or(f64::INFINITY) }
        };
        let (import_free, export_free) = (is_relaxed(Relaxed::Import), is_relaxed(Relaxed::Export));
        let import_limit = limits(import_free, case.grid.import_max_kw);
        let export_limit = limits(export_free, case.grid.export_max_kw);
        let thrown = is_relaxed(Relaxed::Surplus);
        for step in 0..steps {
            let net = case.load_kw[step] - case.pv_kw[step];
            let pv = case.pv_kw[step].max(0.0);
            let (charge, discharge) = match (&case.battery, &battery) {
                (Some(_), Some([charge, discharge, _])) => {
                    (program.columns[charge[step]].high, program.columns[discharge[step]].high)
                }
                _ => (0.0, 0.0),
            };
            let high = (net + pv + charge + flex_most[step]).max(0.0);
            let low = (discharge - net).max(0.0);
            let mode = choices.grid[step];
            // The grid never carries more than what can be used, as long as it flows one way: a bound for where it may seem
            // to gain by both. Elsewhere it would be one more limit that moves with the demand.
            let gains = case.import_coeff[step] < case.export_coeff[step];
            let bounded = mode == Mode::Either || (mode == Mode::Both && gains) || !relaxed.is_empty();
            let within = |limit: f64, most: f64| if bounded { limit.min(most) } else { limit };
            let importable = if mode == Mode::Second { 0.0 } else { within(import_limit, high) };
            let exportable = if mode == Mode::First { 0.0 } else { within(export_limit, low) };
            let (g, e) = (
                program.column(own * case.dt_h * case.import_coeff[step], 0.0, importable),
                program.column(-own * case.dt_h * case.export_coeff[step], 0.0, exportable),
            );
            if mode == Mode::Either && importable > 0.0 && exportable > 0.0 {
                let mode = program.binary();
                program.row(vec![(g, 1.0), (mode, -importable)], Compare::AtMost, 0.0);
                program.row(vec![(e, 1.0), (mode, exportable)], Compare::AtMost, exportable);
                mode_of_grid[step] = Some(mode);
            }
            let throwable = if case.pv_curtailable || thrown.is_some() { pv } else { 0.0 };
            let u = program.column(thrown.map_or(0.0, |at| relaxed[at].1), 0.0, throwable);
            if let Some(at) = thrown {
                slack[at].push(u);
            }
            if let Some(peak) = peak {
                program.row(vec![(peak, 1.0), (g, -1.0)], Compare::AtLeast, 0.0);
            }
            let mut terms = vec![(g, 1.0), (e, -1.0), (u, -1.0)];
            if let Some([charge, discharge, _]) = &battery {
                terms.extend([(charge[step], -1.0), (discharge[step], 1.0)]);
            }
            for load in &flex {
                terms.extend(load.terms(step).into_iter().map(|(column, power)| (column, -power)));
            }
            balance.push(program.rows.len());
            program.row(terms, Compare::Equal, net);
            import.push(g);
            export.push(e);
            curtailed.push(u);
        }
        for (free, columns, limit) in
            [(import_free, &import, case.grid.import_max_kw), (export_free, &export, case.grid.export_max_kw)]
        {
            let (Some(at), Some(limit)) = (free, limit) else { continue };
            let more = program.column(relaxed[at].1, 0.0, f64::INFINITY);
            slack[at].push(more);
            for &column in columns {
                program.row(vec![(column, 1.0), (more, -1.0)], Compare::AtMost, limit);
            }
        }
        Self {
            program,
            import,
            export,
            curtailed,
            battery,
            flex,
            slack,
            balance,
            store,
            mode_of_battery,
            mode_of_grid,
        }
    }

    /// The choices that a vertex made where they were open by binary columns.
    pub(super) fn decided(&self, choices: &Choices, values: &[f64]) -> Choices {
        let mut decided = choices.clone();
        let sides = [(&mut decided.battery, &self.mode_of_battery), (&mut decided.grid, &self.mode_of_grid)];
        for (modes, columns) in sides {
            for (mode, column) in modes.iter_mut().zip(columns) {
                if let Some(column) = column {
                    *mode = if values[*column] > 0.5 { Mode::First } else { Mode::Second };
                }
            }
        }
        for (first, load) in decided.blocks.iter_mut().zip(&self.flex) {
            if let Flex::Block { start, columns, .. } = load {
                let begins = columns.iter().position(|&column| values[column] > 0.5);
                *first = begins.map(|place| start + place);
            }
        }
        decided
    }

    /// The same programme with another aim: among all points that cost no more than `cost`, the one with the least of
    /// what a person would ask the reason of. That is the battery's throughput (a kWh counts one), then what is thrown
    /// away; of hours that are equal otherwise it takes those with less carbon, then the earlier ones, so that a load
    /// does not switch to and fro.
    pub(super) fn tidied(&self, case: &Case, cost: f64) -> Program {
        let mut program = self.program.clone();
        let scale = program.columns.iter().fold(0.0_f64, |most, column| most.max(column.cost.abs()));
        if scale > 0.0 {
            let terms = program.columns.iter().enumerate().filter(|(_, column)| column.cost != 0.0);
            let terms: Vec<_> = terms.map(|(place, column)| (place, column.cost / scale)).collect();
            program.row(terms, Compare::AtMost, cost / scale);
        }
        for column in &mut program.columns {
            column.cost = 0.0;
        }
        let steps = self.import.len() as f64;
        let later = |step: usize| 1e-3 * step as f64 / steps;
        if let Some(grams) = &case.carbon_g_kwh {
            let most = grams.iter().fold(f64::MIN_POSITIVE, |most, own| most.max(own.abs()));
            for (&column, own) in self.import.iter().zip(grams) {
                program.columns[column].cost = 0.1 * own / most;
            }
        }
        for &column in &self.curtailed {
            program.columns[column].cost = 0.1;
        }
        if let Some([charge, discharge, _]) = &self.battery {
            for (step, (&charge, &discharge)) in charge.iter().zip(discharge).enumerate() {
                program.columns[charge].cost = 1.0 + later(step);
                program.columns[discharge].cost = 1.0;
            }
        }
        for load in &self.flex {
            if let Flex::Power { start, columns } = load {
                for (place, &column) in columns.iter().enumerate() {
                    program.columns[column].cost = later(start + place);
                }
            }
        }
        program
    }
}
