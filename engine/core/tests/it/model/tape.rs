//! Choices read from bytes: a shorter or smaller tape gives a simpler case.

use revrx_engine_core::catalogue::Effect;
use revrx_engine_core::workflow::Workflow;

use crate::common::{Flow, stage};

pub(super) struct Tape<'b> {
    bytes: std::slice::Iter<'b, u8>,
}

impl<'b> Tape<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes: bytes.iter() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bytes.len() == 0
    }

    /// A number below `bound`; 0 once the tape has ended.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        usize::from(self.bytes.next().copied().unwrap_or(0)) % bound
    }

    pub(super) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == n - 1
    }

    pub(super) fn pick<'i, T>(&mut self, items: &'i [T]) -> &'i T {
        &items[self.below(items.len())]
    }

    /// A workflow of 1 to 20 stages.
    pub(super) fn workflow(&mut self) -> Workflow {
        const EFFECTS: [Effect; 3] = [Effect::Pure, Effect::Idempotent, Effect::Once];
        let count = 1 + self.below(20);
        let names: Vec<String> = (0..count).map(|index| format!("s{index}")).collect();
        // Which stages always have an output: only these are read strictly.
        let mut always: Vec<bool> = Vec::new();
        let mut stages = Vec::new();
        for (index, name) in names.iter().enumerate() {
            let mut builder = stage(name).effect(*self.pick(&EFFECTS)).timeout(1 + self.below(60) as u64);
            let mut reads: Vec<usize> =
                (0..self.below(4)).filter(|_| index > 0).map(|_| self.below(index.max(1))).collect();
            reads.sort_unstable();
            reads.dedup();
            for source in &reads {
                let mark = if always[*source] { "" } else { "?" };
                builder = builder.reads(&format!("{}{mark}", names[*source]));
            }
            let degradable = self.below(3) == 1;
            if degradable {
                builder = builder.degradable();
            }
            let stand_in = reads.into_iter().find(|source| always[*source]);
            let mut has_stand_in = false;
            match (self.below(4), stand_in) {
                (1, _) => {
                    builder = builder.or_kind(*self.pick(&EFFECTS));
                    has_stand_in = true;
                }
                (2, Some(source)) if degradable => {
                    builder = builder.or_value(&names[source]);
                    has_stand_in = true;
                }
                _ => {}
            }
            always.push(!degradable || has_stand_in);
            stages.push(builder);
        }
        let flow = Flow::new(stages).run_attempts(1 + self.below(3) as u32);
        flow.deadline(30 + 4 * self.below(256) as u64)
            .give_up_after(3600 * (1 + self.below(24) as u64))
            .build()
    }
}
