//! The output of findings as it grows: text that goes out document by document, or a workbook that goes out whole.
//! What is written of each document is `render`'s.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;

use rawi_table::Table;

use crate::args::{Format, Written};
use crate::output::{self, Output};
use crate::render::{self, Rendered, Renderer, Sheet, table};
use crate::report::{self, Stop};

/// Where the findings of one command go.
pub struct Sink {
    /// What makes documents ready for it.
    pub renderer: Arc<dyn Renderer>,
    to: To,
}

enum To {
    Text(Output, Sheet),
    Workbook(Box<Table<Output>>, String),
}

impl Sink {
    /// The output that the arguments ask for. Nothing is written yet.
    pub fn new(to: &Written, explain: bool) -> Result<Self, Stop> {
        let path = to.output.as_deref();
        let format = output::format(to.format, path);
        let csv = output::csv(to.tables, format == Format::Csv)?;
        let on_terminal = path.is_none() && std::io::stdout().is_terminal();
        let renderer = render::renderer(format, output::page(&to.look, on_terminal), csv, explain);
        let to = match format {
            Format::Xlsx => workbook(path, &table::header(explain))?,
            _ => To::Text(Output::new(path), Sheet::new(Arc::clone(&renderer))),
        };
        Ok(Self { renderer, to })
    }

    /// Writes the next document.
    pub fn document(&mut self, shown: &Rendered) -> Result<(), Stop> {
        match &mut self.to {
            To::Text(out, sheet) => out.write(&sheet.add(shown)),
            To::Workbook(table, name) => shown.rows.iter().try_for_each(|row| table.row(row)).map_err(|e| Stop::table(name, &e)),
        }
    }

    /// Hands on what can go out by now.
    pub fn flush(&mut self) -> Result<(), Stop> {
        match &mut self.to {
            To::Text(out, _) => out.flush(),
            To::Workbook(..) => Ok(()),
        }
    }

    /// Ends the output.
    pub fn close(self) -> Result<(), Stop> {
        match self.to {
            To::Text(mut out, mut sheet) => {
                out.write(&sheet.close())?;
                out.flush()
            }
            To::Workbook(table, name) => {
                report::cut(&name, table.cut());
                table.finish().map_err(|e| Stop::table(&name, &e))?.flush()
            }
        }
    }
}

fn workbook(path: Option<&Path>, header: &[&str]) -> Result<To, Stop> {
    output::not_to_terminal("a workbook", path)?;
    let out = Output::new(path);
    let name = out.name();
    let table = Table::new(header, out).map_err(|e| Stop::table(&name, &e))?;
    Ok(To::Workbook(Box::new(table), name))
}
