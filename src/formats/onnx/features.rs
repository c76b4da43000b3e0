//! The features of a model in a graph: numbers with the mean where one is missing, labels as ones and zeros.

use std::collections::BTreeMap;

use super::graph::{Attribute, Element, Graph, ML};
use super::{How, Needed};
use crate::data::{Feature, Missing, ModelInputs};

/// What a text of no label, and one that is missing, is numbered.
const UNKNOWN: i64 = -2;
const LACKING: i64 = -1;

/// The features of a model, each a value `[rows, 1]` of doubles.
pub(super) struct Features {
    /// In the order of the model's.
    pub(super) values: Vec<String>,
    /// Columns as they are known: no other input may have their names.
    columns: Vec<String>,
    needed: Vec<Needed>,
    /// Where a value is missing that is not filled: each `[rows, 1]` of booleans.
    lacking: Vec<String>,
}

impl Features {
    pub(super) fn new(graph: &mut Graph, inputs: &ModelInputs) -> Self {
        let columns = inputs.known_columns().into_iter().map(str::to_owned).collect();
        let mut all = Self { values: Vec::new(), columns, needed: Vec::new(), lacking: Vec::new() };
        let fill = inputs.missing == Missing::Fill;
        let labels = labels(inputs);
        let mut codes: BTreeMap<&str, String> = BTreeMap::new();
        for (feature, &mean) in inputs.features.iter().zip(&inputs.feature_scaler.mean) {
            let value = match feature {
                Feature::Number { column } => {
                    let number = all.number(graph, column);
                    let missing = graph.node("IsNaN", &[&number]);
                    if fill {
                        let mean = graph.doubles(&[1, 1], &[mean]);
                        graph.node("Where", &[&missing, &mean, &number])
                    } else {
                        all.lacking.push(missing);
                        number
                    }
                }
                Feature::IsMissing { column } => {
                    let number = all.number(graph, column);
                    let missing = graph.node("IsNaN", &[&number]);
                    graph.cast(&missing, Element::Double)
                }
                Feature::OneHot { column, label } => {
                    let of_column = labels.get(column.as_str()).map_or(&[][..], Vec::as_slice);
                    let is = match are_numbers(of_column) {
                        true => {
                            let number = all.number(graph, column);
                            if !fill && !codes.contains_key(column.as_str()) {
                                all.lacking.push(graph.node("IsNaN", &[&number]));
                            }
                            codes.insert(column, number.clone());
                            let label = label.parse().unwrap_or(f64::NAN);
                            let label = graph.doubles(&[1, 1], &[label]);
                            graph.node("Equal", &[&number, &label])
                        }
                        false => {
                            let place = of_column.iter().position(|own| own == label).unwrap_or(0);
                            let code = match codes.get(column.as_str()) {
                                Some(code) => code.clone(),
                                None => {
                                    let code = all.code(graph, column, of_column);
                                    if !fill {
                                        let lacking = graph.whole(&[1, 1], &[LACKING]);
                                        all.lacking.push(graph.node("Equal", &[&code, &lacking]));
                                    }
                                    codes.insert(column, code.clone());
                                    code
                                }
                            };
                            let place = graph.whole(&[1, 1], &[place as i64]);
                            graph.node("Equal", &[&code, &place])
                        }
                    };
                    graph.cast(&is, Element::Double)
                }
                Feature::Calendar(part) => all.computed(graph, &feature.name(), How::Calendar(*part)),
                Feature::Lag { column, before } => {
                    let how = How::Lag { column: column.clone(), before: *before };
                    let value = all.computed(graph, &feature.name(), how);
                    all.lacking.push(graph.node("IsNaN", &[&value]));
                    value
                }
            };
            all.values.push(value);
        }
        all
    }

    fn number(&mut self, graph: &mut Graph, column: &str) -> String {
        self.need(column, How::Number { column: column.to_owned() });
        graph.input(column, Element::Double)
    }

    /// The place of each text among the labels.
    fn code(&mut self, graph: &mut Graph, column: &str, labels: &[String]) -> String {
        self.need(column, How::Label { column: column.to_owned() });
        let text = graph.input(column, Element::Text);
        let keys: Vec<String> = std::iter::once(String::new()).chain(labels.iter().cloned()).collect();
        let values: Vec<i64> = std::iter::once(LACKING).chain(0..labels.len() as i64).collect();
        graph.node_of(
            ML,
            "LabelEncoder",
            &[&text],
            &[
                ("keys_strings", Attribute::Texts(&keys)),
                ("values_int64s", Attribute::Numbers(&values)),
                ("default_int64", Attribute::Number(UNKNOWN)),
            ],
        )
    }

    /// An input that is computed from the table. Where a column has its name, it gets another one.
    pub(super) fn computed(&mut self, graph: &mut Graph, name: &str, how: How) -> String {
        let mut name = name.to_owned();
        while self.columns.contains(&name) {
            name.push_str(" (computed)");
        }
        self.need(&name, how);
        graph.input(&name, Element::Double)
    }

    fn need(&mut self, name: &str, how: How) {
        if !self.needed.iter().any(|own| own.name == name) {
            self.needed.push(Needed { name: name.to_owned(), how });
        }
    }

    /// A prediction `[rows, targets]` of doubles, NaN in the rows that lack a value.
    pub(super) fn mask(&self, graph: &mut Graph, prediction: &str) -> String {
        let Some((first, rest)) = self.lacking.split_first() else { return prediction.to_owned() };
        let any = rest.iter().fold(first.clone(), |any, own| graph.node("Or", &[&any, own]));
        let nothing = graph.doubles(&[1, 1], &[f64::NAN]);
        graph.node("Where", &[&any, &nothing, prediction])
    }

    pub(super) fn into_needed(self) -> Vec<Needed> {
        self.needed
    }
}

/// The labels of each column that is read as labels.
fn labels(inputs: &ModelInputs) -> BTreeMap<&str, Vec<String>> {
    let mut all: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for feature in &inputs.features {
        if let Feature::OneHot { column, label } = feature {
            all.entry(column).or_default().push(label.clone());
        }
    }
    all
}

/// Whether labels are those of a column of numbers that a person had read as labels: a column of texts that are all numbers
/// would have been read as numbers.
pub(in crate::formats) fn are_numbers(labels: &[String]) -> bool {
    labels.iter().all(|label| label.parse::<f64>().is_ok_and(|number| number.to_string() == *label))
}
