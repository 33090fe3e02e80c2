//! Where a person's records live: Kafka's own partitioner over the 36 characters of the owner's id.

use std::fmt;

use uuid::Uuid;

/// A partition number; the same in every topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Partition(i32);

/// How many partitions every topic has: at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartitionCount(i32);

impl Partition {
    /// Partition `number`; none below zero.
    pub const fn new(number: i32) -> Option<Self> {
        if number < 0 { None } else { Some(Self(number)) }
    }

    /// The number, as Kafka has it.
    pub const fn number(self) -> i32 {
        self.0
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl PartitionCount {
    /// `count` partitions; none for zero and less.
    pub const fn new(count: i32) -> Option<Self> {
        if count < 1 { None } else { Some(Self(count)) }
    }

    /// How many.
    pub const fn get(self) -> i32 {
        self.0
    }

    /// All of them, from 0.
    pub fn partitions(self) -> impl Iterator<Item = Partition> {
        (0..self.0).map(Partition)
    }
}

/// The partition of an owner (a user, or an e-mail reservation) in every topic.
pub fn partition_of(owner: Uuid, count: PartitionCount) -> Partition {
    let mut buffer = Uuid::encode_buffer();
    let text = owner.as_hyphenated().encode_lower(&mut buffer);
    Partition((murmur2(text.as_bytes()) & 0x7fff_ffff) % count.0)
}

/// Kafka's murmur2, as its Java client and librdkafka's `murmur2_random` compute it.
pub fn murmur2(data: &[u8]) -> i32 {
    const M: u32 = 0x5bd1_e995;
    // Kafka cuts the length to an int as well
    let length = u32::try_from(data.len()).unwrap_or(u32::MAX);
    let mut hash = 0x9747_b28c ^ length;
    let (words, rest) = data.as_chunks::<4>();
    for word in words {
        let mut k = u32::from_le_bytes(*word).wrapping_mul(M);
        k ^= k >> 24;
        hash = hash.wrapping_mul(M) ^ k.wrapping_mul(M);
    }
    if !rest.is_empty() {
        let tail = rest.iter().rev().fold(0, |sum: u32, byte| sum << 8 | u32::from(*byte));
        hash = (hash ^ tail).wrapping_mul(M);
    }
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(M);
    hash ^= hash >> 15;
    hash.cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_agree_with_kafka() {
        let vectors = [
            ("21", -973_932_308),
            ("foobar", -790_332_482),
            ("a-little-bit-long-string", -985_981_536),
            ("a-little-bit-longer-string", -1_486_304_829),
            ("abc", 479_470_107),
        ];
        for (text, hash) in vectors {
            assert_eq!(murmur2(text.as_bytes()), hash, "{text}");
        }
    }

    #[test]
    fn owners_are_hashed_by_their_36_characters() {
        let owner = Uuid::from_u128(0x0191_d2c8_7a3e_7b1f_8a55_0123_4567_89ab);
        let four = PartitionCount::new(4).unwrap();
        let expected = (murmur2(b"0191d2c8-7a3e-7b1f-8a55-0123456789ab") & 0x7fff_ffff) % 4;
        assert_eq!(partition_of(owner, four).number(), expected);
        assert_eq!(partition_of(owner, PartitionCount::new(1).unwrap()).number(), 0);
    }

    #[test]
    fn partitions_count_from_zero() {
        assert_eq!(PartitionCount::new(0), None);
        assert_eq!(Partition::new(-1), None);
        let numbers: Vec<i32> = PartitionCount::new(3).unwrap().partitions().map(Partition::number).collect();
        assert_eq!(numbers, [0, 1, 2]);
    }
}
