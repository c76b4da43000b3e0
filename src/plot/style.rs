//! Colours and sizes.

use plotters::style::RGBColor;

use super::chart::Ink;

/// A colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    pub(super) fn color(self) -> RGBColor {
        RGBColor(self.0, self.1, self.2)
    }
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Dark ink on a light panel.
    #[default]
    Light,
    /// Light ink on a dark panel.
    Dark,
}

/// How a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Light or dark.
    pub theme: Theme,
    /// Whether dates are written in Chinese.
    pub chinese: bool,
    /// Device pixels per CSS pixel: all sizes are multiplied by it.
    pub scale: f64,
    /// Whether the title and the legend are drawn too, as a picture that stands alone needs them.
    pub alone: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { theme: Theme::Light, chinese: false, scale: 1.0, alone: false }
    }
}

impl Theme {
    /// Behind the chart.
    pub fn panel(self) -> Rgb {
        match self {
            Self::Light => Rgb(255, 255, 255),
            Self::Dark => Rgb(22, 30, 26),
        }
    }

    /// Words that matter.
    pub fn ink(self) -> Rgb {
        match self {
            Self::Light => Rgb(23, 33, 27),
            Self::Dark => Rgb(230, 236, 232),
        }
    }

    /// Labels: 4.5:1 against the panel.
    pub fn muted(self) -> Rgb {
        match self {
            Self::Light => Rgb(84, 97, 90),
            Self::Dark => Rgb(147, 163, 154),
        }
    }

    /// Grid lines.
    pub fn grid(self) -> Rgb {
        match self {
            Self::Light => Rgb(223, 228, 222),
            Self::Dark => Rgb(39, 51, 45),
        }
    }

    /// The colour of a series: 3:1 against the panel.
    pub fn series(self, ink: Ink) -> Rgb {
        match (self, ink) {
            (Self::Light, Ink::Actual) => Rgb(59, 74, 84),
            (Self::Dark, Ink::Actual) => Rgb(214, 224, 230),
            (Self::Light, Ink::Model) => Rgb(200, 97, 0),
            (Self::Dark, Ink::Model) => Rgb(242, 157, 73),
            (Self::Light, Ink::Validation) => Rgb(53, 102, 184),
            (Self::Dark, Ink::Validation) => Rgb(127, 168, 238),
            (Self::Light, Ink::Ghost) => Rgb(176, 138, 104),
            (Self::Dark, Ink::Ghost) => Rgb(140, 112, 84),
            (theme, Ink::Baseline | Ink::Reference) => theme.muted(),
        }
    }
}

/// How thick a line is, in CSS pixels, and its dash and gap (none for a solid line).
pub(super) fn stroke(ink: Ink) -> (f64, Option<(f64, f64)>) {
    match ink {
        Ink::Actual => (1.4, None),
        Ink::Model => (2.2, None),
        Ink::Validation => (2.0, Some((6.0, 3.0))),
        Ink::Baseline => (1.6, Some((2.0, 3.0))),
        Ink::Ghost => (1.4, Some((2.0, 3.0))),
        Ink::Reference => (1.0, Some((4.0, 4.0))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contrast ratio by WCAG 2.2.
    fn contrast(a: Rgb, b: Rgb) -> f64 {
        let channel = |value: u8| {
            let share = f64::from(value) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        let light = |Rgb(r, g, b): Rgb| 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
        let (high, low) = (light(a).max(light(b)), light(a).min(light(b)));
        (high + 0.05) / (low + 0.05)
    }

    #[test]
    fn words_and_series_stand_out() {
        for theme in [Theme::Light, Theme::Dark] {
            assert!(contrast(theme.ink(), theme.panel()) > 7.0);
            assert!(contrast(theme.muted(), theme.panel()) > 4.5);
            for ink in [Ink::Actual, Ink::Model, Ink::Validation, Ink::Baseline, Ink::Ghost, Ink::Reference] {
                let ratio = contrast(theme.series(ink), theme.panel());
                assert!(ratio > 3.0, "{theme:?} {ink:?} {ratio}");
            }
        }
    }
}
