//! Places for connections: a number in all, and a number for each address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// The places.
#[derive(Debug)]
pub(super) struct Places {
    max: usize,
    per_address_max: usize,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// A place, free again when it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    places: Arc<Places>,
    address: IpAddr,
}

impl Places {
    pub(super) fn new(max: usize, per_address_max: usize) -> Arc<Self> {
        Arc::new(Self { max, per_address_max, taken: Mutex::default() })
    }

    /// A place for a connection from there, unless all are taken.
    pub(super) fn take(self: &Arc<Self>, address: IpAddr) -> Option<Place> {
        let address = address.to_canonical();
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let own = taken.by_address.get(&address).copied().unwrap_or(0);
        if taken.all >= self.max || own >= self.per_address_max {
            return None;
        }
        taken.all += 1;
        taken.by_address.insert(address, own + 1);
        Some(Place { places: Arc::clone(self), address })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all -= 1;
        let own = taken.by_address.get(&self.address).copied().unwrap_or(0);
        if own > 1 {
            taken.by_address.insert(self.address, own - 1);
        } else {
            taken.by_address.remove(&self.address);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_bounded_in_all_and_for_each_address_and_come_back() {
        let places = Places::new(3, 2);
        let [one, other]: [IpAddr; 2] = ["127.0.0.1".parse().unwrap(), "::1".parse().unwrap()];
        let first = places.take(one).unwrap();
        let second = places.take("::ffff:127.0.0.1".parse().unwrap()).unwrap();
        assert!(places.take(one).is_none(), "two are all that one address gets, however it is written");
        let third = places.take(other).unwrap();
        assert!(places.take(other).is_none(), "three are all there are");
        drop(first);
        let again = places.take(one).unwrap();
        drop((second, third, again));
        assert!(places.taken.lock().unwrap().by_address.is_empty());
    }
}
