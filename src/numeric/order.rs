//! Orders of a few things, without a sort of their own: each kind of thing that is sorted adds some 4 kB to the page.

/// A few things in order; those that are equal stay as they come. For many, sort them.
pub fn few_in_order<T>(things: impl IntoIterator<Item = T>, is_before: impl Fn(&T, &T) -> bool) -> Vec<T> {
    let mut sorted: Vec<T> = Vec::new();
    for thing in things {
        let place = sorted.iter().rposition(|other| !is_before(&thing, other)).map_or(0, |other| other + 1);
        sorted.insert(place, thing);
    }
    sorted
}

/// Sorts numbers as [`f64::total_cmp`] does, by their bits.
pub fn sort_numbers(numbers: &mut [f64]) {
    // Below zero the order of the bits is the other way round.
    let turned = |bits: i64| bits ^ (((bits >> 63) as u64) >> 1) as i64;
    let mut keys: Vec<i64> = numbers.iter().map(|number| turned(number.to_bits() as i64)).collect();
    keys.sort_unstable();
    numbers.iter_mut().zip(keys).for_each(|(number, key)| *number = f64::from_bits(turned(key) as u64));
}

/// The places of `keys` in the order of the keys; equal ones stay as they come.
pub fn places_in_order(keys: &[i64]) -> Vec<usize> {
    let mut sorted = keys.to_vec();
    sorted.sort_unstable();
    let mut taken = vec![0; keys.len()];
    let mut places = vec![0; keys.len()];
    for (place, key) in keys.iter().enumerate() {
        let first = sorted.partition_point(|other| other < key);
        places[first + taken[first]] = place;
        taken[first] += 1;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_those_of_a_stable_sort() {
        let keys = [5_i64, -3, 5, i64::MIN, 0, -3, 7];
        let mut by_sort: Vec<usize> = (0..keys.len()).collect();
        by_sort.sort_by_key(|&place| keys[place]);
        assert_eq!(places_in_order(&keys), by_sort);
        assert_eq!(few_in_order(0..keys.len(), |&one, &other| keys[one] < keys[other]), by_sort);
        let mut numbers = [1.5, -0.0, f64::NEG_INFINITY, 0.0, -2.5, 1e300, -2.5];
        let mut by_sort = numbers;
        by_sort.sort_by(f64::total_cmp);
        sort_numbers(&mut numbers);
        assert_eq!(numbers.map(f64::to_bits), by_sort.map(f64::to_bits));
    }
}
