//! An engine with kinds that wait at a gate, and what handlers have at hand.

use std::ffi::OsStr;
use std::sync::{Arc, Mutex};

use revrx_api::StartReport;
use revrx_engine::{Engine, Maybe, Stage, StageCx, StageError, Update, WorkerOptions, wall};
use revrx_engine_core::catalogue::Contract;
use revrx_engine_core::failure::FailureClass;
use revrx_engine_core::view::RunView;
use revrx_stages::note::Note;
use revrx_stages::ports::{Assertion, Evidence, Icd10Code, Icd10Codes, Match};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::encounters::{Content, EncounterId, MemoryEncounters, NewEncounter, Visit};
use crate::http::{ApiResult, App, Offer, Principal};
use crate::reports::{Located, Request, start};

/// The workflow whose stages wait at the gate.
pub(crate) const GATED: &str = "gated";
/// The shipped one.
pub(crate) const OFFLINE: &str = "clinical-report-offline";
/// A note of which the gated workflow finds a code.
pub(crate) const NOTE: &str = "Bémol. Gout of the left foot. No asthma.";

const WORKFLOW: &str = r#"
schema = 1
workflow = { name = "gated", title = "Gated", deadline = "15m" }
run = { max-attempts = 1, backoff = { initial-delay = "50ms", factor = 2.0, max-delay = "1s" } }
[inputs]
note = { type = "text" }
encounter = { type = "encounter" }
[retry.standard]
max-attempts = 2
initial-delay = "20ms"
factor = 2.0
max-delay = "80ms"
jitter = 0.25
on = ["throttled", "unavailable", "network", "timeout"]
[stage.first]
uses = "test.gate"
title = "First look"
inputs = { note = "inputs.note" }
[stage.codes]
uses = "test.codes"
inputs = { after = "first.text" }
[stage.last]
uses = "test.gate"
title = "Last word"
inputs = { after = "first.text", codes = "codes.codes" }
[completion]
output = "last.text"
[[phase]]
id = "one"
title = "Reading"
stages = ["first"]
[[phase]]
id = "two"
title = "Writing"
stages = ["codes", "last"]
[[milestone]]
at = 0
when = "run.queued"
text = "Queued"
[[milestone]]
at = 10
when = "first.started"
text = "Reading"
[[milestone]]
at = 50
when = "first.finished"
text = "Read"
[[milestone]]
at = 100
when = "run.complete"
text = "Written"
"#;

/// Where stages wait, and how they end.
#[derive(Clone)]
pub(crate) struct Gate {
    places: Arc<Semaphore>,
    fails: Arc<Mutex<Option<FailureClass>>>,
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only what it reads counts")]
pub(crate) struct Input {
    note: Maybe<Note>,
    after: Maybe<String>,
    codes: Maybe<Icd10Codes>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Output {
    text: String,
}

impl Stage for Gate {
    const KIND: &'static str = "test.gate";
    const VERSION: u32 = 1;
    type Config = ();
    type Input = Input;
    type Output = Output;

    fn contract() -> Contract {
        Contract::idempotent("Gate")
    }

    async fn run(&self, _cx: &StageCx<Self>, _input: Input) -> Result<Output, StageError> {
        self.places.acquire().await.unwrap().forget();
        match *self.fails.lock().unwrap() {
            Some(class) => Err(StageError::new(class, "as the test asks")),
            None => Ok(Output { text: "passed".to_owned() }),
        }
    }
}

/// Finds gout, and asthma that is denied.
struct Codes;

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only that it comes after counts")]
struct CodesInput {
    after: String,
}

#[derive(Serialize, JsonSchema)]
struct CodesOutput {
    codes: Icd10Codes,
}

impl Stage for Codes {
    const KIND: &'static str = "test.codes";
    const VERSION: u32 = 1;
    type Config = ();
    type Input = CodesInput;
    type Output = CodesOutput;

    fn contract() -> Contract {
        Contract::pure("Codes")
    }

    async fn run(&self, _cx: &StageCx<Self>, _input: CodesInput) -> Result<CodesOutput, StageError> {
        let code = |code: &str, title: &str, assertion, begin, end| Icd10Code {
            code: code.to_owned(),
            title: title.to_owned(),
            billable: true,
            assertion,
            evidence: vec![Evidence { begin, end, quote: "[REPLACED]".into() }],
            fit: Match { strength: 1.0, wording: None, section: None, detail: None, context: None },
            under_specified: false,
            detail: None,
            instead: None,
            conflicts: Vec::new(),
        };
        let codes = vec![
            code("M10.9", "Gout, unspecified", Assertion::Affirmed, 7, 11),
            code("J45.909", "Unspecified asthma, uncomplicated", Assertion::Negated, 33, 39),
        ];
        Ok(CodesOutput { codes: Icd10Codes { release: "invented".to_owned(), codes } })
    }
}

/// A server without its sockets.
pub(crate) struct Bench {
    pub(crate) app: App,
    pub(crate) principal: Principal,
    gate: Gate,
}

impl Bench {
    /// Works on runs; stages of [`GATED`] wait for [`Self::open`].
    pub(crate) async fn new() -> Self {
        Self::with(WorkerOptions::default()).await
    }

    /// Nobody works on runs.
    pub(crate) async fn waiting() -> Self {
        Self::with(WorkerOptions { enabled: false, ..WorkerOptions::default() }).await
    }

    pub(crate) async fn with(options: WorkerOptions) -> Self {
        let gate = Gate { places: Arc::new(Semaphore::new(0)), fails: Arc::default() };
        let registry = revrx_stages::registry().with(gate.clone()).with(Codes);
        let offline = crate::workflow::load(OsStr::new(OFFLINE), &registry.catalogue()).unwrap();
        let engine = Engine::builder()
            .registry(registry)
            .dependencies(offline.dependencies)
            .workflow("offline.toml", offline.source.text.to_string())
            .workflow("gated.toml", WORKFLOW)
            .options(options);
        let offer = Offer {
            workflow: GATED.to_owned(),
            workflows: vec![GATED.to_owned(), OFFLINE.to_owned()],
            note_bytes_max: 1 << 20,
        };
        let app = App {
            engine: Arc::new(engine.start().await.unwrap()),
            encounters: Arc::new(MemoryEncounters::new()),
            kept: Arc::default(),
            offer: Arc::new(offer),
            closing: CancellationToken::new(),
            tracker: TaskTracker::new(),
        };
        Self { app, principal: Principal::local(), gate }
    }

    /// Lets so many attempts pass.
    pub(crate) fn open(&self, attempts: usize) {
        self.gate.places.add_permits(attempts);
    }

    /// How attempts that pass the gate end from now on.
    pub(crate) fn fails(&self, class: Option<FailureClass>) {
        *self.gate.fails.lock().unwrap() = class;
    }

    /// An encounter.
    pub(crate) async fn encounter(&self) -> EncounterId {
        let billed = Some(vec!["M10.9".to_owned()]);
        let visit = Visit { billed, patient_names: vec!["Wendeline Vasker".into()], ..Visit::default() };
        self.encounter_of(NOTE, visit).await
    }

    pub(crate) async fn encounter_of(&self, note: &str, visit: Visit) -> EncounterId {
        let content = Content { reference: None, visit, note: note.into() };
        let new = NewEncounter::new(&self.principal.tenant, wall(), content);
        self.app.encounters.create(new, None).await.unwrap().encounter.listed.id
    }

    pub(crate) async fn ask(
        &self,
        encounter: EncounterId,
        how: StartReport,
        key: Option<&str>,
    ) -> ApiResult<Located> {
        let request = Request { encounter, how, key: key.map(str::to_owned) };
        start(&self.app, &self.principal, request).await
    }

    /// A report by the gated workflow, of an encounter of its own.
    pub(crate) async fn start(&self) -> Located {
        let encounter = self.encounter().await;
        self.ask(encounter, StartReport::default(), None).await.unwrap()
    }

    /// Waits until the state of a report is as asked.
    pub(crate) async fn until(&self, report: &Located, is_so: impl Fn(&RunView) -> bool) {
        let mut updates = report.run.updates().await.unwrap();
        let mut now = None;
        while let Some(update) = updates.next().await.unwrap() {
            match update {
                Update::Snapshot { outline, progress } => now = Some((outline, progress.view)),
                Update::Event { event, .. } => {
                    let (outline, view) = now.as_mut().unwrap();
                    view.apply(outline, &event);
                }
            }
            if is_so(&now.as_ref().unwrap().1) {
                return;
            }
        }
        panic!("the report ended otherwise");
    }

    /// Waits until a report has ended.
    pub(crate) async fn ended(&self, report: &Located) {
        self.until(report, RunView::is_terminal).await;
    }
}
