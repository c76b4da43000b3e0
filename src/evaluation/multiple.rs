//! p-values of several tests at once.

/// The places of `p` from the smallest on; `None` where one is not between 0 and 1.
fn order(p: &[f64]) -> Option<Vec<usize>> {
    if p.iter().any(|value| !(0.0..=1.0).contains(value)) {
        return None;
    }
    let mut places: Vec<usize> = (0..p.len()).collect();
    places.sort_by(|&one, &other| p[one].total_cmp(&p[other]));
    Some(places)
}

/// p-values adjusted for the chance of one false alarm or more among all tests, maxⱼ≤ᵢ (m − j + 1)·p₍ⱼ₎ up to 1 (Holm
/// 1979), in the order given. `None` where one is not between 0 and 1.
pub fn holm(p: &[f64]) -> Option<Vec<f64>> {
    let mut adjusted = vec![0.0; p.len()];
    let mut most = 0.0_f64;
    for (rank, place) in order(p)?.into_iter().enumerate() {
        most = most.max((p.len() - rank) as f64 * p[place]).min(1.0);
        adjusted[place] = most;
    }
    Some(adjusted)
}

/// p-values adjusted for the expected share of false alarms among the alarms, minⱼ≥ᵢ m·p₍ⱼ₎/j up to 1 (Benjamini &
/// Hochberg 1995), in the order given. `None` where one is not between 0 and 1.
pub fn benjamini_hochberg(p: &[f64]) -> Option<Vec<f64>> {
    let mut adjusted = vec![0.0; p.len()];
    let mut least = 1.0_f64;
    for (rank, place) in order(p)?.into_iter().enumerate().rev() {
        least = least.min(p.len() as f64 * p[place] / (rank + 1) as f64);
        adjusted[place] = least;
    }
    Some(adjusted)
}
