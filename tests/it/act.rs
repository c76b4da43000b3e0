//! A plan on a forecast from beginning to end, as the page asks for it.

use greengrad::data::read_plain;
use greengrad::plan::{Aim, FlexibleLoad, Outcome, Yearly, place, shape};
use greengrad::session::act::{Ask, Day, DayPlan, Refusal, Start, Told, Verdict, Wish};
use greengrad::session::acting::{Acting, ActingError, Foresight, Intensity, Price};
use greengrad::session::explaining::{Explained, Question};
use greengrad::session::{Command, Event, Example, Session};
use greengrad::training::Settings;

fn session(example: Example) -> Session {
    let text = std::fs::read_to_string(format!("static/{}", example.path())).unwrap();
    let mut session = Session::new();
    session.example(1, "example".to_owned(), &text);
    session.command(Command::Prepare { request: 2, spec: example.spec() });
    session
}

fn told(event: &Event) -> Told {
    let Event::Explained { answer, .. } = event else { panic!("{event:?}") };
    match postcard::from_bytes(answer).unwrap() {
        Explained::Act(told) => told,
        other => panic!("{other:?}"),
    }
}

fn ask(session: &mut Session, ask: Ask) -> Told {
    let question = postcard::to_stdvec(&Question::Act(ask)).unwrap();
    told(&session.command(Command::Explain { run: 0, target: 0, question })[0])
}

fn start(session: &mut Session) -> Start {
    match ask(session, Ask::Begin(Box::default())) {
        Told::Start(start) => *start,
        other => panic!("{other:?}"),
    }
}

/// All that comes of a wish.
fn run(session: &mut Session, wish: &Wish) -> Vec<Told> {
    let mut all = vec![ask(session, Ask::Plan(Box::new(wish.clone())))];
    while session.is_busy() {
        all.extend(session.work(&mut || true, true).iter().map(told));
    }
    all
}

fn outcome(all: &[Told]) -> (DayPlan, Verdict) {
    let plan = all.iter().find_map(|told| match told {
        Told::Planned(plan) => Some((**plan).clone()),
        _ => None,
    });
    match (plan, all.last()) {
        (Some(plan), Some(Told::Judged(verdict))) => (plan, (**verdict).clone()),
        _ => panic!("{:?}", all.last()),
    }
}

fn homes_wish(session: &mut Session, foresight: Foresight) -> Wish {
    let mut wish = *start(session).wish.unwrap();
    let battery = &mut wish.site.battery;
    (battery.capacity_kwh, battery.p_charge_kw, battery.p_discharge_kw) = (108.8, 85.0, 85.0);
    wish.foresight = foresight;
    wish
}

/// A price that is not known ahead is forecast like the rest: by yesterday's value it is that of the day before.
#[test]
fn a_price_can_be_forecast() {
    let text = std::fs::read_to_string(format!("static/{}", Example::Homes.path())).unwrap();
    let table = std::sync::Arc::new(read_plain(&text));
    let mut own = session(Example::Homes);
    let mut sources = homes_wish(&mut own, Foresight::Yesterday).sources;
    let mut days = |ahead: bool| {
        sources.price_ahead = ahead;
        let mut acting = Acting::new(&table, &sources, Foresight::Yesterday, &Settings::default()).unwrap();
        while !acting.step().unwrap() {}
        acting.days(None).unwrap()
    };
    let known = days(true);
    assert!(known.iter().all(|day| day.forecast.price_per_kwh == day.observed.price_per_kwh));
    let forecast = days(false);
    let mut followed = 0;
    for pair in forecast.windows(2).filter(|pair| pair[1].from - pair[0].from == 24 * 3_600_000) {
        assert_eq!(pair[1].forecast.price_per_kwh, pair[0].observed.price_per_kwh);
        followed += usize::from(pair[1].forecast.price_per_kwh != pair[1].observed.price_per_kwh);
    }
    assert!(followed > 5, "{followed}");
    assert_eq!(forecast.last().unwrap().observed, known.last().unwrap().observed);
}

/// The closed loop of the reference: perfect 31.5 %, yesterday 21.8 %, linear 23.9 % of carbon, each within a point.
#[test]
fn the_page_finds_the_columns_and_saves_what_was_saved_elsewhere() {
    let mut session = session(Example::Homes);
    let wish = homes_wish(&mut session, Foresight::Linear);
    let sources = &wish.sources;
    assert_eq!((sources.load.as_str(), sources.pv.as_deref()), ("load_kwh", Some("pv_kwh")));
    assert_eq!(sources.intensity, Intensity::Column { name: "intensity_g_kwh".to_owned(), factor: None });
    assert_eq!(sources.price, Some(Price::Column("price_usd_kwh".to_owned())));
    assert_eq!(sources.known, ["temp_c"]);

    let (plan, verdict) = outcome(&run(&mut session, &wish));
    let (place, days) = plan.place.unwrap();
    assert_eq!((place + 1, days), (days, 70));
    assert_eq!(plan.day.forecast.load_kw.len(), 24);
    assert!(matches!(plan.outcome, Outcome::Planned(_)));
    assert!(plan.violation <= 1e-6);
    let reasons = plan.reasons.unwrap();
    assert!(reasons.holds.iter().all(|holds| *holds), "{:?}", reasons.moved);
    assert!(!reasons.reasons.bars.is_empty());
    let [was, done, best] = plan.happened.unwrap();
    assert!(best.carbon_kg <= done.carbon_kg + 1e-9 && done.carbon_kg < was.carbon_kg);

    let saved = |foresight, again| {
        let line =
            verdict.lines.iter().find(|line| (line.foresight, line.again) == (foresight, again)).unwrap();
        100.0 * line.saved.carbon_saved_share
    };
    for (foresight, expected) in
        [(Foresight::Perfect, 31.5), (Foresight::Yesterday, 21.8), (Foresight::Linear, 23.9)]
    {
        assert!(
            (saved(foresight, false) - expected).abs() < 1.0,
            "{foresight:?} {}",
            saved(foresight, false)
        );
    }
    // Planned again at each step it sees what the battery really holds.
    assert!(saved(Foresight::Linear, true) > saved(Foresight::Linear, false));
    let line = |foresight| verdict.lines.iter().find(|line| line.foresight == foresight).unwrap();
    let (share, interval) = line(Foresight::Linear).share.unwrap();
    let interval = interval.unwrap();
    assert!(interval.low < share && share < interval.high && interval.high < 1.0);
    let (perfect, _) = line(Foresight::Perfect).share.unwrap();
    assert!((perfect - 1.0).abs() < 1e-12);
    let (simple, compared) = &verdict.against[0];
    assert_eq!(*simple, Foresight::Yesterday);
    let difference = (line(Foresight::Yesterday).saved.kg - line(Foresight::Linear).saved.kg) / 70.0;
    assert!((compared.per_day - difference).abs() < 1e-9);
}

/// A car of 20 kWh that may run from 8 to 20 is done within its window, and at a cleaner time than at once.
#[test]
fn a_load_is_moved_into_a_cleaner_hour_of_its_window() {
    let mut session = session(Example::Homes);
    let mut wish = homes_wish(&mut session, Foresight::Yesterday);
    wish.site.battery.capacity_kwh = 0.0;
    let car = FlexibleLoad {
        name: "car".to_owned(),
        energy_kwh: 20.0,
        p_max_kw: 10.0,
        start: 8,
        end: Some(20),
        interruptible: false,
    };
    wish.site.flex = vec![car];
    let (plan, verdict) = outcome(&run(&mut session, &wish));
    let Outcome::Planned(found) = &plan.outcome else { panic!() };
    let runs: Vec<usize> = (0..24).filter(|&step| found.schedule.f[0][step] > 0.0).collect();
    assert_eq!(runs.len(), 2);
    assert!(runs[0] >= 8 && runs[1] == runs[0] + 1 && runs[1] < 20);
    assert!(verdict.lines.iter().all(|line| line.saved.carbon_saved_share >= 0.0 && line.unplanned == 0));
    // What cannot be done is said, and no day is judged then.
    wish.site.flex[0].energy_kwh = 500.0;
    let all = run(&mut session, &wish);
    let Some(Told::Planned(plan)) = all.last() else { panic!("{:?}", all.last()) };
    assert!(matches!(plan.outcome, Outcome::Infeasible(_)));
}

/// The day behind the end asks for what is known ahead; what nobody says is taken from the day before, and named.
#[test]
fn the_next_day_asks_for_what_is_known_ahead() {
    let mut session = session(Example::Homes);
    let mut wish = homes_wish(&mut session, Foresight::Linear);
    let given = vec![("temp_c".to_owned(), vec!["40".to_owned(); 24])];
    wish.day = Day::Next(Vec::new());
    let (assumed, _) = outcome(&run(&mut session, &wish));
    wish.day = Day::Next(given);
    let (hot, verdict) = outcome(&run(&mut session, &wish));
    assert_eq!((hot.place, hot.happened), (None, None));
    // The table's last hour is 2017-07-31T22:00.
    assert_eq!(hot.day.from, 1_501_542_000_000);
    let names: Vec<&str> = hot.known.iter().map(|known| known.name.as_str()).collect();
    assert_eq!(names, ["temp_c", "price_usd_kwh"]);
    assert!(assumed.known.iter().all(|known| known.assumed.iter().all(|assumed| *assumed)));
    assert!(
        hot.known[0].assumed.iter().all(|assumed| !assumed) && hot.known[1].assumed.iter().all(|own| *own)
    );
    // Hot hours need more.
    let sum = |plan: &DayPlan| plan.day.forecast.load_kw.iter().sum::<f64>();
    assert!(sum(&hot) > sum(&assumed));
    // A fifth of all rows is of the test, the day behind the end too: these are 1723 hours, 24 of them not yet there.
    assert_eq!(verdict.lines[0].saved.days, 69);
}

/// Demand of a city with the year's figure of its grid and another grid's shape: the products, read in the tables.
#[test]
fn a_lent_shape_is_the_product_of_two_tables() {
    let mut session = session(Example::Demand);
    let mut wish = *start(&mut session).wish.unwrap();
    assert_eq!(wish.sources.load, "demand_mw");
    wish.foresight = Foresight::Yesterday;
    wish.sources.intensity =
        Intensity::Yearly(Yearly { place: "AU".to_owned(), shape: Some("DE".to_owned()) });
    let (plan, _) = outcome(&run(&mut session, &wish));
    let mean = place("AU").unwrap().g_per_kwh;
    let ratios = shape("DE", plan.day.from, true).unwrap();
    for (hour, grams) in plan.day.forecast.intensity_g_per_kwh.iter().enumerate() {
        assert!((grams - mean * ratios[hour]).abs() < 1e-9);
    }
    assert_eq!(plan.day.forecast.intensity_g_per_kwh, plan.day.observed.intensity_g_per_kwh);
    // Megawatts are kilowatts here.
    assert!(plan.day.observed.load_kw.iter().all(|kw| *kw > 1e6));
}

#[test]
fn what_does_not_fit_is_refused_by_name() {
    let mut session = session(Example::Homes);
    let mut wish = homes_wish(&mut session, Foresight::Linear);
    wish.number = 7;
    wish.sources.load = "temp_c".to_owned();
    let refused = ask(&mut session, Ask::Plan(Box::new(wish.clone())));
    let Told::Refused { number: 7, refusal: Refusal::Acting(ActingError::Unit { column, .. }) } = refused
    else {
        panic!("{refused:?}")
    };
    assert_eq!(column, "temp_c");
    wish.sources.load = "load_kwh".to_owned();
    wish.sources.intensity = Intensity::Yearly(Yearly::of("nowhere"));
    let refused = ask(&mut session, Ask::Plan(Box::new(wish)));
    assert!(matches!(refused, Told::Refused { refusal: Refusal::Acting(ActingError::NoGrid { .. }), .. }));
    // Cars have no times.
    let mut cars = self::session(Example::Cars);
    let start = start(&mut cars);
    assert_eq!((start.timed, start.wish), (false, None));
}

/// A plan that is under way can be left, and nothing more is heard of it.
#[test]
fn a_plan_can_be_left() {
    let mut session = session(Example::Homes);
    let mut wish = homes_wish(&mut session, Foresight::Article);
    wish.number = 3;
    wish.settings = Settings { epochs: 1000, ..Settings::default() };
    ask(&mut session, Ask::Plan(Box::new(wish)));
    session.work(&mut || false, true);
    assert!(session.is_busy());
    assert_eq!(ask(&mut session, Ask::Cancel(3)), Told::Left(3));
    assert!(!session.is_busy());
}

/// By cost with a price on carbon, nothing is better than both alone: the objective lies between them.
#[test]
fn both_aims_weigh_carbon_by_its_price() {
    let mut session = session(Example::Homes);
    let wish = homes_wish(&mut session, Foresight::Yesterday);
    let figures = |session: &mut Session, aim: Aim| {
        let mut own = wish.clone();
        own.site.aim = aim;
        let (plan, _) = outcome(&run(session, &own));
        plan.planned.unwrap()
    };
    let carbon = figures(&mut session, Aim::Carbon);
    let cost = figures(&mut session, Aim::Cost);
    let both = figures(&mut session, Aim::Both(1.0));
    let of = |own: &greengrad::session::act::DayFigures| own.cost.unwrap() + own.carbon_kg;
    assert!(of(&both) <= of(&carbon) + 1e-6 && of(&both) <= of(&cost) + 1e-6);
    assert!(cost.cost.unwrap() <= both.cost.unwrap() + 1e-6 && carbon.carbon_kg <= both.carbon_kg + 1e-6);
}
