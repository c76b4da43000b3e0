//! English.

use super::AboutTexts;

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
