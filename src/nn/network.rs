//! The multilayer perceptron: forward, backward, and one buffer that holds every parameter.

use ndarray::Array2;
use ndarray::{ArrayView2, ArrayViewMut2, s};
use serde::{Deserialize, Serialize};

use super::{Activation, Epilogue, Initialiser, Scratch, matmul, matmul_then};
use crate::numeric::{self, Real, Rng};

/// One dense layer a = f(x·W + b) and where its parameters stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayerShape {
    /// Inputs.
    pub inputs: usize,
    /// Units.
    pub outputs: usize,
    /// f.
    pub activation: Activation,
    /// Where W `[inputs, outputs]` begins in the parameters; b `[outputs]` follows it.
    pub offset: usize,
}

impl LayerShape {
    /// Where the weights stand.
    pub fn weights(&self) -> std::ops::Range<usize> {
        self.offset..self.offset + self.inputs * self.outputs
    }

    /// Where the biases stand.
    pub fn biases(&self) -> std::ops::Range<usize> {
        let from = self.weights().end;
        from..from + self.outputs
    }
}

/// A stack of dense layers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Network<F> {
    layers: Vec<LayerShape>,
    parameters: Vec<F>,
}

/// What a pass needs beside the network, kept so that no step allocates.
#[derive(Clone, Debug)]
pub struct Workspace<F> {
    /// z of each layer, where its activation needs it in the backward pass.
    pre: Vec<Array2<F>>,
    /// a of each layer.
    post: Vec<Array2<F>>,
    /// ∂L/∂z of each layer.
    delta: Vec<Array2<F>>,
    /// What each hidden activation was multiplied by in dropout.
    mask: Vec<Array2<F>>,
    /// As many ones as rows.
    ones: Vec<F>,
    scratch: Scratch<F>,
}

/// Inverted dropout: each hidden unit is left out with probability `share`; the others are scaled up by 1/(1−share).
pub struct Dropout<'a> {
    /// The probability.
    pub share: f64,
    /// Where the draws come from.
    pub rng: &'a mut Rng,
}

impl<F: Real> Network<F> {
    /// A network of these sizes (`[inputs, hidden…, outputs]`) with fresh weights; the last layer is linear.
    pub fn new(sizes: &[usize], activation: Activation, initialiser: Initialiser, rng: &mut Rng) -> Self {
        let mut network = Self::zeros(sizes, activation);
        for layer in network.layers.clone() {
            initialiser.fill(&mut network.parameters[layer.weights()], layer.inputs, layer.outputs, rng);
        }
        network
    }

    /// A network of these sizes with all parameters zero.
    pub fn zeros(sizes: &[usize], activation: Activation) -> Self {
        let mut offset = 0;
        let last = sizes.len().saturating_sub(2);
        let layers: Vec<_> = sizes
            .windows(2)
            .enumerate()
            .map(|(index, pair)| {
                let activation = if index == last { Activation::Linear } else { activation };
                let layer = LayerShape { inputs: pair[0], outputs: pair[1], activation, offset };
                offset = layer.biases().end;
                layer
            })
            .collect();
        Self { layers, parameters: vec![F::zero(); offset] }
    }

    /// The layers.
    pub fn layers(&self) -> &[LayerShape] {
        &self.layers
    }

    /// All weights and biases, layer by layer.
    pub fn parameters(&self) -> &[F] {
        &self.parameters
    }

    /// All weights and biases, to be changed.
    pub fn parameters_mut(&mut self) -> &mut [F] {
        &mut self.parameters
    }

    /// Inputs of the first layer.
    pub fn inputs(&self) -> usize {
        self.layers.first().map_or(0, |layer| layer.inputs)
    }

    /// Outputs of the last layer.
    pub fn outputs(&self) -> usize {
        self.layers.last().map_or(0, |layer| layer.outputs)
    }

    /// Where in the parameters weights stand (as opposed to biases), for L1, L2 and weight decay.
    pub fn weight_ranges(&self) -> Vec<std::ops::Range<usize>> {
        self.layers.iter().map(LayerShape::weights).collect()
    }

    /// Whether a network that was read from a file is one that this code would have made.
    pub fn is_consistent(&self) -> bool {
        let mut offset = 0;
        let mut width = self.inputs();
        let fits = self.layers.iter().all(|layer| {
            let fits = layer.offset == offset && layer.inputs == width && layer.outputs > 0;
            (offset, width) = (layer.biases().end, layer.outputs);
            fits
        });
        fits && !self.layers.is_empty() && offset == self.parameters.len()
    }

    /// The same layers without parameters: where these stand in another place of a file.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub fn emptied(&self) -> Self {
        Self { layers: self.layers.clone(), parameters: Vec::new() }
    }

    /// The same layers with these parameters; [`Network::is_consistent`] says whether they are as many as belong there.
    #[cfg(any(not(target_arch = "wasm32"), feature = "lab"))]
    pub fn filled(&self, parameters: Vec<F>) -> Self {
        Self { layers: self.layers.clone(), parameters }
    }

    /// CRC-32 of the bits of all parameters, least byte first, so that two runs can be told to be the same bit for bit.
    pub fn fingerprint(&self) -> u32 {
        let bits = |parameter: &F| parameter.to_f32().unwrap_or(f32::NAN).to_bits().to_le_bytes();
        numeric::crc32(self.parameters.iter().flat_map(bits))
    }

    /// Room for passes of up to `rows` rows.
    pub fn workspace(&self, rows: usize) -> Workspace<F> {
        let room =
            || self.layers.iter().map(|layer| Array2::zeros((rows, layer.outputs))).collect::<Vec<_>>();
        Workspace {
            pre: room(),
            post: room(),
            delta: room(),
            mask: room(),
            ones: vec![F::one(); rows],
            scratch: Scratch::default(),
        }
    }

    /// Predictions `[rows, outputs]` for `x` `[rows, inputs]`; rows ≤ those of the workspace.
    pub fn forward<'w>(
        &self,
        x: ArrayView2<F>,
        workspace: &'w mut Workspace<F>,
        mut dropout: Option<Dropout>,
    ) -> ArrayView2<'w, F> {
        let rows = x.nrows();
        let last = self.layers.len().saturating_sub(1);
        for (index, layer) in self.layers.iter().enumerate() {
            let (before, after) = workspace.post.split_at_mut(index);
            let input = before.last().map_or(x, |input| input.slice(s![..rows, ..]));
            let mut post = after[0].slice_mut(s![..rows, ..]);
            let weights = matrix(&self.parameters[layer.weights()], layer.inputs, layer.outputs);
            let bias = &self.parameters[layer.biases()];
            if layer.activation == Activation::Relu {
                let epilogue = Epilogue::BiasRelu(bias);
                matmul_then(input, weights, epilogue, post.view_mut(), &mut workspace.scratch);
            } else {
                matmul_then(input, weights, Epilogue::Bias(bias), post.view_mut(), &mut workspace.scratch);
                if layer.activation.needs_pre() {
                    workspace.pre[index].slice_mut(s![..rows, ..]).assign(&post);
                }
                if let Some(values) = post.as_slice_mut() {
                    layer.activation.apply(values);
                }
            }
            if let Some(Dropout { share, rng }) = dropout.as_mut().filter(|_| index < last) {
                let mut mask = workspace.mask[index].slice_mut(s![..rows, ..]);
                let kept = F::of(1.0 / (1.0 - *share));
                mask.iter_mut().for_each(|m| *m = if rng.unit() < *share { F::zero() } else { kept });
                post *= &mask;
            }
        }
        workspace.post[last].slice(s![..rows, ..])
    }

    /// Where to write ∂L/∂ŷ `[rows, outputs]` before [`Network::backward`], beside the predictions.
    pub fn output_gradient<'w>(
        &self,
        rows: usize,
        workspace: &'w mut Workspace<F>,
    ) -> (ArrayView2<'w, F>, ArrayViewMut2<'w, F>) {
        let last = self.layers.len().saturating_sub(1);
        (workspace.post[last].slice(s![..rows, ..]), workspace.delta[last].slice_mut(s![..rows, ..]))
    }

    /// Writes ∂L/∂θ to `gradients` (laid out as the parameters), from ∂L/∂ŷ in the workspace after
    /// [`Network::forward`] with the same `x` and the same choice of dropout.
    pub fn backward(
        &self,
        x: ArrayView2<F>,
        workspace: &mut Workspace<F>,
        dropped: bool,
        gradients: &mut [F],
    ) {
        let rows = x.nrows();
        let last = self.layers.len().saturating_sub(1);
        for (index, layer) in self.layers.iter().enumerate().rev() {
            let Workspace { pre, post, delta, mask, ones, scratch } = &mut *workspace;
            let (deltas_before, deltas_after) = delta.split_at_mut(index);
            let mut delta = deltas_after[0].slice_mut(s![..rows, ..]);
            let mut output = post[index].slice_mut(s![..rows, ..]);
            if dropped && index < last {
                let mask = mask[index].slice(s![..rows, ..]);
                delta *= &mask;
                // The derivative is that of the activation before it was scaled up; a unit left out has none anyway.
                output.zip_mut_with(&mask, |a, &m| {
                    if m != F::zero() {
                        *a /= m;
                    }
                });
            }
            // The product that made it has already taken the derivative of a ReLU.
            if index == last || layer.activation != Activation::Relu {
                let pre = pre[index].slice(s![..rows, ..]);
                if let (Some(z), Some(a), Some(d)) = (pre.to_slice(), output.as_slice(), delta.as_slice_mut())
                {
                    layer.activation.backward(z, a, d);
                }
            }
            let delta = delta.view();
            let input = if index == 0 { x } else { post[index - 1].slice(s![..rows, ..]) };
            let (weight_gradients, rest) =
                gradients[layer.offset..].split_at_mut(layer.inputs * layer.outputs);
            matmul(input.t(), delta, matrix_mut(weight_gradients, layer.inputs, layer.outputs), scratch);
            // The bias has an input that is always 1.
            matmul(
                matrix(&ones[..rows], 1, rows),
                delta,
                matrix_mut(&mut rest[..layer.outputs], 1, layer.outputs),
                scratch,
            );
            if let Some(before) = deltas_before.last_mut() {
                let weights = matrix(&self.parameters[layer.weights()], layer.inputs, layer.outputs);
                let epilogue = match (self.layers[index - 1].activation, input.to_slice()) {
                    (Activation::Relu, Some(activation)) => Epilogue::ReluGradient(activation),
                    _ => Epilogue::None,
                };
                let before = before.slice_mut(s![..rows, ..]);
                matmul_then(delta, weights.reversed_axes(), epilogue, before, scratch);
            }
        }
    }

    /// ∂ŷₒ/∂x `[rows, inputs]` at each row of `x` `[rows, inputs]`, for the output of number `output` (from 0,
    /// below [`Network::outputs`]), without dropout; rows ≤ those of the workspace, whose last pass is overwritten.
    pub fn input_gradient(&self, x: ArrayView2<F>, output: usize, workspace: &mut Workspace<F>) -> Array2<F> {
        let rows = x.nrows();
        self.forward(x, workspace, None);
        let (_, mut seed) = self.output_gradient(rows, workspace);
        seed.fill(F::zero());
        seed.column_mut(output).fill(F::one());
        let mut gradient = Array2::zeros((rows, self.inputs()));
        let Workspace { pre, post, delta, scratch, .. } = workspace;
        for (index, layer) in self.layers.iter().enumerate().rev() {
            let (before, after) = delta.split_at_mut(index);
            let mut delta = after[0].slice_mut(s![..rows, ..]);
            let (pre, post) = (pre[index].slice(s![..rows, ..]), post[index].slice(s![..rows, ..]));
            if let (Some(z), Some(a), Some(d)) = (pre.to_slice(), post.to_slice(), delta.as_slice_mut()) {
                layer.activation.backward(z, a, d);
            }
            let into = match before.last_mut() {
                Some(before) => before.slice_mut(s![..rows, ..]),
                None => gradient.view_mut(),
            };
            let weights = matrix(&self.parameters[layer.weights()], layer.inputs, layer.outputs);
            matmul(delta.view(), weights.reversed_axes(), into, scratch);
        }
        gradient
    }

    /// The same network in double precision.
    pub fn widened(&self) -> Network<f64> {
        Network {
            layers: self.layers.clone(),
            parameters: self.parameters.iter().map(|parameter| parameter.wide()).collect(),
        }
    }

    /// The largest gradient: its layer and the root mean square of that layer's gradients.
    pub fn steepest_layer(&self, gradients: &[F]) -> Option<(usize, f64)> {
        let steepness = |layer: &LayerShape| {
            let range = layer.offset..layer.biases().end;
            let squares: f64 = gradients[range.clone()].iter().map(|gradient| gradient.wide().powi(2)).sum();
            (squares / range.len().max(1) as f64).sqrt()
        };
        // A NaN counts as larger than any number.
        self.layers
            .iter()
            .map(steepness)
            .enumerate()
            .max_by(|left, right| left.1.abs().total_cmp(&right.1.abs()))
    }
}

impl<F> Workspace<F> {
    /// a `[rows, units]` of a layer after [`Network::forward`]; rows that were not in the pass hold older values.
    pub fn activations(&self, layer: usize) -> ArrayView2<'_, F> {
        self.post[layer].view()
    }

    /// ∂L/∂z `[rows, units]` of a layer after [`Network::backward`].
    pub fn deltas(&self, layer: usize) -> ArrayView2<'_, F> {
        self.delta[layer].view()
    }
}

#[expect(clippy::expect_used, reason = "a layer's range is as long as its shape says, by construction")]
fn matrix<F>(values: &[F], rows: usize, columns: usize) -> ArrayView2<'_, F> {
    ArrayView2::from_shape((rows, columns), values).expect("as many values as the shape says")
}

#[expect(clippy::expect_used, reason = "a layer's range is as long as its shape says, by construction")]
fn matrix_mut<F>(values: &mut [F], rows: usize, columns: usize) -> ArrayViewMut2<'_, F> {
    ArrayViewMut2::from_shape((rows, columns), values).expect("as many values as the shape says")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::Loss;
    use crate::numeric::Stream;

    fn random(rows: usize, columns: usize, seed: u64) -> Array2<f64> {
        let mut rng = Rng::new(seed, Stream::Split);
        Array2::from_shape_simple_fn((rows, columns), || rng.normal())
    }

    fn loss_at(network: &Network<f64>, x: &Array2<f64>, y: &Array2<f64>, loss: Loss, dropout: f64) -> f64 {
        let mut rng = Rng::new(9, Stream::Dropout);
        let dropout = (dropout > 0.0).then_some(Dropout { share: dropout, rng: &mut rng });
        let mut workspace = network.workspace(x.nrows());
        let predictions = network.forward(x.view(), &mut workspace, dropout);
        loss.value(predictions, y.view())
    }

    fn gradient_at(
        network: &Network<f64>,
        x: &Array2<f64>,
        y: &Array2<f64>,
        loss: Loss,
        dropout: f64,
    ) -> Vec<f64> {
        let mut rng = Rng::new(9, Stream::Dropout);
        let share = (dropout > 0.0).then_some(Dropout { share: dropout, rng: &mut rng });
        let mut workspace = network.workspace(x.nrows());
        network.forward(x.view(), &mut workspace, share);
        let (predictions, into) = network.output_gradient(x.nrows(), &mut workspace);
        loss.gradient(predictions, y.view(), into);
        let mut gradients = vec![f64::NAN; network.parameters().len()];
        network.backward(x.view(), &mut workspace, dropout > 0.0, &mut gradients);
        gradients
    }

    /// Every layer, activation and loss, with and without dropout: each gradient is the central difference.
    #[test]
    fn gradients_are_central_differences() {
        let (x, y) = (random(7, 3, 1), random(7, 2, 2));
        let step = 1e-6;
        for &activation in Activation::ALL {
            for &loss in Loss::ALL {
                for (sizes, dropout) in
                    [(&[3, 2][..], 0.0), (&[3, 5, 4, 2][..], 0.0), (&[3, 5, 4, 2][..], 0.3)]
                {
                    let mut network = Network::new(
                        sizes,
                        activation,
                        Initialiser::HeNormal,
                        &mut Rng::new(4, Stream::Initialise),
                    );
                    let gradients = gradient_at(&network, &x, &y, loss, dropout);
                    for (index, &gradient) in gradients.iter().enumerate() {
                        let before = network.parameters()[index];
                        let mut moved = |by: f64| {
                            network.parameters_mut()[index] = before + by;
                            let value = loss_at(&network, &x, &y, loss, dropout);
                            network.parameters_mut()[index] = before;
                            value
                        };
                        let difference = (moved(step) - moved(-step)) / (2.0 * step);
                        assert!(
                            (gradient - difference).abs() < 1e-7,
                            "{activation} {loss} {sizes:?} {dropout} parameter {index}: {gradient} {difference}"
                        );
                    }
                }
            }
        }
    }

    /// Every activation and output: each gradient by the inputs is the central difference.
    #[test]
    fn gradients_by_the_inputs_are_central_differences() {
        let step = 1e-6;
        for &activation in Activation::ALL {
            for sizes in [&[3, 2][..], &[3, 5, 4, 2][..]] {
                let network = Network::<f64>::new(
                    sizes,
                    activation,
                    Initialiser::HeNormal,
                    &mut Rng::new(4, Stream::Initialise),
                );
                let mut x = random(7, 3, 1);
                let mut workspace = network.workspace(9);
                for output in 0..2 {
                    let gradient = network.input_gradient(x.view(), output, &mut workspace);
                    assert_eq!(gradient.dim(), (7, 3));
                    for (place, &gradient) in gradient.indexed_iter() {
                        let before = x[place];
                        let mut moved = |by: f64| {
                            x[place] = before + by;
                            let value = network.forward(x.view(), &mut workspace, None)[(place.0, output)];
                            x[place] = before;
                            value
                        };
                        let difference = (moved(step) - moved(-step)) / (2.0 * step);
                        assert!(
                            (gradient - difference).abs() < 1e-7,
                            "{activation} {sizes:?} output {output} at {place:?}: {gradient} {difference}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn a_smaller_batch_in_a_larger_workspace_is_the_same() {
        let network = Network::<f32>::new(
            &[3, 6, 1],
            Activation::Relu,
            Initialiser::GlorotUniform,
            &mut Rng::new(4, Stream::Initialise),
        );
        let x = random(5, 3, 3).mapv(|value| value as f32);
        let (mut large, mut small) = (network.workspace(9), network.workspace(5));
        let first = network.forward(x.view(), &mut large, None).to_owned();
        assert_eq!(first, network.forward(x.view(), &mut small, None));
    }

    #[test]
    fn no_hidden_layer_is_a_linear_model() {
        let mut network = Network::<f64>::zeros(&[2, 1], Activation::Relu);
        network.parameters_mut().copy_from_slice(&[2.0, -3.0, 0.5]);
        let x = ndarray::array![[1.0, 1.0], [0.0, 2.0]];
        let mut workspace = network.workspace(2);
        assert_eq!(network.forward(x.view(), &mut workspace, None), ndarray::array![[-0.5], [-5.5]]);
    }
}
