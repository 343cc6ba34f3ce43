//! The command: from settings to a server, and from a signal to its end.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use revrx_engine::seal::Sealer;
use revrx_engine::{Engine, Registry, WorkerOptions};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::super::CliError;
use super::super::args::{Global, ServeArgs};
use super::super::exit::Exit;
use super::super::session::{opening, runtime, sqlite, worker_options};
use super::super::signal::StopRequests;
use super::super::streams::Streams;
use super::workflows::Workflows;
use super::{address, files, folder, workflows};
use crate::config::Settings;
use crate::encounters::{EncounterStore, ReconcileError, SqliteEncounters, reconcile};
use crate::http::{App, ListenOptions, Listener, Offer, Rules, has_page, router};

/// How long the process waits for threads that do not return, once all is written.
const THREADS_WITHIN: Duration = Duration::from_millis(100);

/// What is known before anything is opened.
struct Plan {
    address: SocketAddr,
    data: PathBuf,
    rules: Rules,
    workflows: Workflows,
    registry: Registry,
}

/// Serves until a signal.
pub(in crate::cli) fn serve(
    global: &Global,
    args: ServeArgs,
    streams: &mut Streams<'_>,
) -> Result<Exit, CliError> {
    let settings = global.serve_settings(&args)?;
    let plan = plan(&settings, streams)?;
    files::raise_limit(settings.connections());
    let runtime = runtime()?;
    let ended = runtime.block_on(run(plan, &settings, streams));
    runtime.shutdown_timeout(THREADS_WITHIN);
    ended
}

fn plan(settings: &Settings, streams: &mut Streams<'_>) -> Result<Plan, CliError> {
    let address = address::read(settings.listen())?;
    let registry = revrx_stages::registry();
    let workflows = workflows::load(settings, &registry.catalogue(), streams)?;
    let rules = Rules::new(settings.hosts(), settings.allowed_origins(), workflows.offer.body_bytes_max())
        .map_err(|error| {
            let hint = "a host is `name` or `name:port`, an origin `https://name` or `https://name:port`";
            CliError::usage(error.to_string(), hint)
        })?;
    Ok(Plan { address, data: folder::data(settings)?, rules, workflows, registry })
}

async fn run(plan: Plan, settings: &Settings, streams: &mut Streams<'_>) -> Result<Exit, CliError> {
    let mut stop = StopRequests::listen();
    let listener = Listener::bind(plan.address).await.map_err(|error| not_bound(plan.address, &error))?;
    let Plan { data, rules, workflows, registry, .. } = plan;
    let app = tokio::select! {
        app = open(&data, settings, workflows, registry) => app?,
        () = stop.next() => return Ok(Exit::Interrupted),
    };
    let grace = settings.shutdown_grace();
    let options = ListenOptions {
        connections: count(settings.connections()),
        connections_per_address: count(settings.connections_per_address()),
        grace: grace / 2,
        ..ListenOptions::default()
    };
    if !has_page() {
        streams.say(format_args!("warning: this binary was built without the page; the API works\n"));
    }
    // Whether anybody reads it or not: the server serves.
    let _unread = streams.print(format_args!("RevRx is at http://{}\n", listener.address()));
    let router = router(app.clone(), rules);
    let mut serving = pin!(listener.serve(router, options, app.closing.clone(), app.tracker.clone()));
    tokio::select! {
        () = serving.as_mut() => {}
        () = stop.next() => app.closing.cancel(),
    }
    let close = async {
        serving.await;
        close(&app).await;
    };
    tokio::select! {
        closed = tokio::time::timeout(grace, close) => {
            if closed.is_err() {
                tracing::warn!("the server stops without waiting any longer; what was answered is kept");
            }
            Ok(Exit::Success)
        }
        () = stop.next() => Ok(Exit::Interrupted),
    }
}

/// Opens the data folder and starts the engine.
async fn open(
    data: &Path,
    settings: &Settings,
    workflows: Workflows,
    registry: Registry,
) -> Result<App, CliError> {
    let storage = sqlite(data, settings.keys()).await?;
    let sealer = storage.sealer();
    let Workflows { offer, loaded } = workflows;
    // A shutdown of the engine takes up to twice its grace, after the connections have ended.
    let options = WorkerOptions { grace: settings.shutdown_grace() / 4, ..worker_options(settings) };
    let mut builder = Engine::builder().registry(registry).storage(storage).options(options);
    for (number, loaded) in loaded.into_iter().enumerate() {
        builder = builder.workflow(loaded.source.name.to_string(), loaded.source.text.to_string());
        if number == 0 {
            builder = builder.dependencies(loaded.dependencies);
        }
    }
    let folder = data.display().to_string();
    let engine = builder.start().await.map_err(|error| opening(error, Some(&folder)))?;
    let encounters = encounters(data, sealer, &engine).await;
    let encounters = encounters.map_err(|error| CliError::Storage { folder, problem: error.to_string() })?;
    Ok(app(engine, encounters, offer))
}

/// Opens the encounters, and links to them what was started and not linked before the last process ended.
async fn encounters(
    data: &Path,
    sealer: Sealer,
    engine: &Engine,
) -> Result<Arc<dyn EncounterStore>, ReconcileError> {
    let store = SqliteEncounters::open(data, sealer).await?;
    reconcile(engine, &store).await?;
    Ok(Arc::new(store))
}

fn app(engine: Engine, encounters: Arc<dyn EncounterStore>, offer: Offer) -> App {
    App {
        engine: Arc::new(engine),
        encounters,
        kept: Arc::default(),
        offer: Arc::new(offer),
        closing: CancellationToken::new(),
        tracker: TaskTracker::new(),
    }
}

/// The encounters first: the lock on the folder is the engine's.
async fn close(app: &App) {
    if let Err(error) = app.encounters.close().await {
        tracing::warn!(%error, "the encounters could not be closed cleanly; what was answered is kept");
    }
    if let Err(error) = app.engine.shutdown().await {
        tracing::warn!(%error, "the store could not be closed cleanly; what was answered is kept");
    }
}

fn not_bound(address: SocketAddr, error: &std::io::Error) -> CliError {
    match error.kind() {
        std::io::ErrorKind::AddrInUse => CliError::usage(
            format!("{address} is in use by another program"),
            "end that program, or take a free port with --listen 127.0.0.1:0",
        ),
        kind => CliError::usage(
            format!("{address} cannot be listened at: {kind}"),
            "name another address with --listen",
        ),
    }
}

fn count(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
