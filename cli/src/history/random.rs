//! Numbers that look random and are the same on every machine, now and after any update of a library.

/// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
#[derive(Debug)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// 0 to `bound` − 1; the slight preference for small numbers does not matter here.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.next().checked_rem(bound).unwrap_or(0)
    }

    /// True in so many cases of a hundred.
    pub(super) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of these; nothing when there is none.
    pub(super) fn pick(&mut self, texts: &[&'static str]) -> &'static str {
        let drawn = self.next();
        let place = drawn.checked_rem(u64::try_from(texts.len()).unwrap_or(0)).unwrap_or(0);
        usize::try_from(place).ok().and_then(|place| texts.get(place)).copied().unwrap_or_default()
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
