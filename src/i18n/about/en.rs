//! English.

use super::AboutTexts;
use crate::data::source::{KEPT_BYTES, MOST_CELLS, MOST_INPUTS};
use crate::i18n::format::count;
use crate::plan::MOST_STEPS;
use crate::session::keep::MOST_TABLE_BYTES;
use crate::session::sweep::MOST_TRIALS;
use crate::training::Setting;

pub(super) static TEXTS: AboutTexts = AboutTexts {
    about: "About, sources and licences",
    version: |number, build| match build {
        Some(build) => format!("GreenGrad {number}, build {build}"),
        None => format!("GreenGrad {number}"),
    },
    take: |size| format!("Take it with you (one file, {size})"),
    take_is: "The whole page in one HTML file: save it, copy it to a stick, open it by a double click. It needs no server and no network.",
    is_alone: "This is the whole page in one file. It needs no server and no network.",
    is_coming: "Being kept in this browser for use without a network…",
    is_kept: "Works without a network: this browser keeps all of the page's files.",
    is_impossible: "This browser does not keep the page for use without a network: at this address (that takes https), or in this kind of window, it cannot.",
    has_failed: |reason| {
        let why = if reason.is_empty() { String::new() } else { format!(" ({reason})") };
        format!(
            "The page could not be kept for use without a network{why}. All else works; the next visit tries again."
        )
    },
    new_version: "A new version of the page is there. It opens when you say so; until then nothing changes. The page is loaded anew and shows what this browser has kept of your work.",
    not_now: "Not while a run is under way.",
    open_new: "Open the new version",
    licence: "The code of GreenGrad is under MIT or Apache-2.0, as you choose.",
    data: "Example data",
    grids: "Carbon intensity of grids",
    grid_sources: [
        "Countries: Ember, through Our World in Data, CC BY 4.0.",
        "Provinces of China: Ministry of Ecology and Environment and National Bureau of Statistics, announcement 47 of 2025.",
        "States of the US: US Environmental Protection Agency, eGRID2023.",
        "Shapes of a day: computed from the generation of twelve European grids, 2018 to 2020, ENTSO-E Transparency Platform, CC BY 4.0; aggregated.",
    ],
    limits: "How large it may be",
    limits_are: || {
        let most = |setting: Setting| count(setting.bounds().1 as u64);
        let megabytes = |bytes: u64| count(bytes >> 20);
        vec![
            format!(
                "A table: {} cells are read (a million rows of {} columns). Lines are shown as they stand for files of up to {} MB.",
                count(MOST_CELLS),
                count(MOST_CELLS / 1_000_000),
                megabytes(KEPT_BYTES)
            ),
            format!(
                "Training: rows × inputs up to {} (a million rows of {} inputs). A column of labels is one input for each label, and one column of times several.",
                count(MOST_INPUTS),
                count(MOST_INPUTS / 1_000_000)
            ),
            format!(
                "A network: up to {} hidden layers of {} units, batches of {} rows, {} epochs. Many settings at once: {} networks.",
                most(Setting::HiddenLayers),
                most(Setting::HiddenUnits),
                most(Setting::BatchSize),
                most(Setting::Epochs),
                count(MOST_TRIALS as u64)
            ),
            format!("A plan: {} steps, the quarters of an hour of a month.", count(MOST_STEPS as u64)),
            format!(
                "What this browser keeps: tables of up to {} MB. Larger ones train, and are gone with the page.",
                megabytes(MOST_TABLE_BYTES as u64)
            ),
            "A phone may have less memory than that. A part of the page that runs out of it is started again, and says so.".to_owned(),
        ]
    },
    crates: "Software inside",
    crates_are: |count| {
        format!("The page's modules are made of {count} Rust packages. A licence opens its text.")
    },
    crate_name: "package",
    crate_version: "version",
    crate_licence: "licence",
    text_of: |name| format!("Licence texts of {name}"),
    loading: "Being read…",
    missing: |reason| {
        format!("The list could not be read ({reason}). Close this and open it again to try once more.")
    },
    close: "Close",
};
