//! Where a command writes.

use std::fmt::Arguments;
use std::io::{self, IsTerminal, Write};

/// Reports go out, everything else to standard error.
pub(crate) struct Streams<'s> {
    pub(crate) out: &'s mut dyn Write,
    pub(crate) err: &'s mut dyn Write,
    pub(crate) out_is_terminal: bool,
    pub(crate) err_is_terminal: bool,
}

impl<'s> Streams<'s> {
    /// Those of this process.
    pub(super) fn of_process(out: &'s mut dyn Write, err: &'s mut dyn Write) -> Self {
        let (out_is_terminal, err_is_terminal) = (io::stdout().is_terminal(), io::stderr().is_terminal());
        Self { out, err, out_is_terminal, err_is_terminal }
    }

    /// Neither is a terminal.
    #[cfg(test)]
    pub(super) fn plain(out: &'s mut dyn Write, err: &'s mut dyn Write) -> Self {
        Self { out, err, out_is_terminal: false, err_is_terminal: false }
    }

    /// Writes to standard output, at once.
    ///
    /// # Errors
    /// Nobody reads any more, or the disk is full.
    pub(crate) fn print(&mut self, text: Arguments<'_>) -> io::Result<()> {
        self.out.write_fmt(text)?;
        self.out.flush()
    }

    /// Writes to standard error. When even that fails there is nobody left to tell.
    pub(crate) fn say(&mut self, text: Arguments<'_>) {
        let _gone: io::Result<()> = self.err.write_fmt(text);
    }
}
