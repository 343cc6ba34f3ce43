//! The binary `revrx`.

fn main() -> std::process::ExitCode {
    revrx_server::main()
}
