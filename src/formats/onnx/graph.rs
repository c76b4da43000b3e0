//! A graph of ONNX operators on its way to a file. The numbers of messages and fields are those of `onnx.proto`
//! (<https://github.com/onnx/onnx/blob/main/onnx/onnx.proto>).

use super::wire::Message;

/// The version of the file's form, and of the operators: those of ONNX 1.8, of November 2020, which every runtime that is in
/// use today reads. It is the first in which all that is needed here takes double precision.
const IR_VERSION: i64 = 7;
const OPSET: i64 = 13;
/// Of the operators for labels.
const ML_OPSET: i64 = 2;
/// Their domain.
pub(super) const ML: &str = "ai.onnx.ml";

/// The type of a tensor's elements, as `TensorProto.DataType` numbers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub(super) enum Element {
    Float = 1,
    Int64 = 7,
    Text = 8,
    Double = 11,
}

/// An attribute of a node.
pub(super) enum Attribute<'a> {
    Number(i64),
    Float(f32),
    Numbers(&'a [i64]),
    Texts(&'a [String]),
}

/// Nodes, constants and inputs of a graph. A value is known by its name.
#[derive(Default)]
pub(super) struct Graph {
    nodes: Vec<Message>,
    constants: Vec<Message>,
    inputs: Vec<(String, Element)>,
    names: std::collections::BTreeSet<String>,
    made: usize,
}

impl Graph {
    /// The input of a name, one number or text a row `[rows, 1]`. Twice the same is one input.
    pub(super) fn input(&mut self, name: &str, element: Element) -> String {
        if !self.inputs.iter().any(|(own, _)| own == name) {
            self.inputs.push((name.to_owned(), element));
            self.names.insert(name.to_owned());
        }
        name.to_owned()
    }

    /// A name that nothing has yet.
    fn new_name(&mut self, of: &str) -> String {
        loop {
            self.made += 1;
            let name = format!("{of}_{}", self.made);
            if self.names.insert(name.clone()) {
                return name;
            }
        }
    }

    /// What an operator makes of these values.
    pub(super) fn node(&mut self, operator: &str, inputs: &[&str]) -> String {
        self.node_of("", operator, inputs, &[])
    }

    /// The same with attributes, of another domain than ONNX's own.
    pub(super) fn node_of(
        &mut self,
        domain: &str,
        operator: &str,
        inputs: &[&str],
        attributes: &[(&str, Attribute)],
    ) -> String {
        let output = self.new_name(operator);
        self.add_node(domain, operator, inputs, attributes, &output);
        output
    }

    fn add_node(
        &mut self,
        domain: &str,
        operator: &str,
        inputs: &[&str],
        attributes: &[(&str, Attribute)],
        output: &str,
    ) {
        let mut node = Message::default();
        inputs.iter().for_each(|input| node.bytes(1, input));
        node.bytes(2, output);
        node.bytes(3, output);
        node.bytes(4, operator);
        for (name, attribute) in attributes {
            node.message(5, |message| {
                message.bytes(1, name);
                match attribute {
                    Attribute::Float(value) => {
                        message.float(2, *value);
                        message.number(20, 1);
                    }
                    Attribute::Number(value) => {
                        message.number(3, *value);
                        message.number(20, 2);
                    }
                    Attribute::Numbers(values) => {
                        values.iter().for_each(|&value| message.number(8, value));
                        message.number(20, 7);
                    }
                    Attribute::Texts(values) => {
                        values.iter().for_each(|value| message.bytes(9, value));
                        message.number(20, 8);
                    }
                }
            });
        }
        if !domain.is_empty() {
            node.bytes(7, domain);
        }
        self.nodes.push(node);
    }

    /// A constant under a name of its own, its bytes least first.
    pub(super) fn constant(&mut self, name: &str, element: Element, shape: &[usize], bytes: &[u8]) -> String {
        let mut tensor = Message::default();
        tensor.numbers(1, &shape.iter().map(|&length| length as i64).collect::<Vec<_>>());
        tensor.number(2, element as i64);
        tensor.bytes(8, name);
        tensor.bytes(9, bytes);
        self.constants.push(tensor);
        self.names.insert(name.to_owned());
        name.to_owned()
    }

    /// A constant of doubles.
    pub(super) fn doubles(&mut self, shape: &[usize], values: &[f64]) -> String {
        let name = self.new_name("constant");
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.constant(&name, Element::Double, shape, &bytes)
    }

    /// A constant of whole numbers.
    pub(super) fn whole(&mut self, shape: &[usize], values: &[i64]) -> String {
        let name = self.new_name("constant");
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.constant(&name, Element::Int64, shape, &bytes)
    }

    /// A value in another type.
    pub(super) fn cast(&mut self, value: &str, to: Element) -> String {
        self.node_of("", "Cast", &[value], &[("to", Attribute::Number(to as i64))])
    }

    /// Columns beside each other `[rows, columns]`.
    pub(super) fn beside(&mut self, columns: &[String]) -> String {
        if let [only] = columns {
            return only.clone();
        }
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        self.node_of("", "Concat", &columns, &[("axis", Attribute::Number(1))])
    }

    /// The sum of values of one shape; `None` of nothing.
    pub(super) fn sum(&mut self, values: &[String]) -> Option<String> {
        let (first, rest) = values.split_first()?;
        Some(rest.iter().fold(first.clone(), |sum, value| self.node("Add", &[&sum, value])))
    }

    /// Values within two bounds.
    pub(super) fn within(&mut self, value: &str, least: f64, most: f64) -> String {
        let (least, most) = (self.doubles(&[], &[least]), self.doubles(&[], &[most]));
        self.node("Clip", &[value, &least, &most])
    }

    /// The bytes of the graph, with this value `[rows, columns]` of doubles as its output.
    pub(super) fn into_bytes(mut self, output: (&str, &str, usize)) -> Vec<u8> {
        let (value, name, columns) = output;
        self.add_node("", "Identity", &[value], &[], name);
        let tensor = |message: &mut Message, name: &str, element: Element, columns: usize| {
            message.bytes(1, name);
            message.message(2, |kind| {
                kind.message(1, |tensor| {
                    tensor.number(1, element as i64);
                    tensor.message(2, |shape| {
                        shape.message(1, |rows| rows.bytes(2, "rows"));
                        shape.message(1, |width| width.number(1, columns as i64));
                    });
                });
            });
        };
        let mut graph = Message::default();
        self.nodes.into_iter().for_each(|node| graph.bytes(1, node.into_bytes()));
        graph.bytes(2, "greengrad");
        self.constants.into_iter().for_each(|constant| graph.bytes(5, constant.into_bytes()));
        for (name, element) in &self.inputs {
            graph.message(11, |message| tensor(message, name, *element, 1));
        }
        graph.message(12, |message| tensor(message, name, Element::Double, columns));
        graph.into_bytes()
    }

    /// Whether something has this name already.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }
}

/// A model: a graph's bytes, with what is said of it.
pub(super) fn model(graph: &[u8], description: &str, properties: &[(&str, String)]) -> Vec<u8> {
    let mut model = Message::default();
    model.number(1, IR_VERSION);
    model.bytes(2, super::PRODUCER);
    model.bytes(3, env!("CARGO_PKG_VERSION"));
    model.bytes(6, description);
    model.bytes(7, graph);
    for (domain, version) in [("", OPSET), (ML, ML_OPSET)] {
        model.message(8, |opset| {
            opset.bytes(1, domain);
            opset.number(2, version);
        });
    }
    for (key, value) in properties {
        model.message(14, |property| {
            property.bytes(1, key);
            property.bytes(2, value);
        });
    }
    model.into_bytes()
}
