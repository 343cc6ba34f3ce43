//! Chance that can be repeated: `SplitMix64`.

use std::hash::{BuildHasher, Hasher};

/// A source of numbers that are the same for the same seed.
pub(crate) struct Random(u64);

impl Random {
    /// The numbers of one piece of work: whoever does it, they are the same.
    pub(crate) fn of(seed: u64, number: u64) -> Self {
        let mut random = Self(seed ^ number.wrapping_mul(0xa076_1d64_78bd_642f));
        random.next();
        random
    }

    /// A seed from the system.
    pub(crate) fn seed() -> u64 {
        std::collections::hash_map::RandomState::new().build_hasher().finish() >> 32
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to 1, evenly.
    pub(crate) fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}
