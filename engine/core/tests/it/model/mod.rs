//! Random workflows, outcomes, crashes, cancels, deadlines and retries: what no run may ever do.

mod invariants;
mod tape;
mod world;

use proptest::collection::vec;
use proptest::prelude::*;

use self::tape::Tape;
use self::world::World;

/// Cases of the default run.
const CASES: u32 = 20_000;

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_run_breaks_a_promise_and_every_run_ends(bytes in vec(any::<u8>(), 40..400)) {
        let mut tape = Tape::new(&bytes);
        let mut world = World::new(&mut tape);
        while !tape.is_empty() {
            world.step(&mut tape);
        }
        world.faults_stop();
        world.log_is_the_whole_truth();
    }
}
