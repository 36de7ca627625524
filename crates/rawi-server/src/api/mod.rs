//! The API: which question is asked where. Shapes are those of the JSON that the command writes (`rawi_export::answer`).
//! A handler takes typed input, asks one question, and returns a typed answer.

mod articles;
mod asked;
mod change;
mod export;
mod known;
mod outlets;
mod read;
mod refused;
mod speakers;
mod statements;
mod suggest;

use utoipa::OpenApi;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use articles::put_in;
pub use asked::{Body, Conditions, Input, Order, Rest};
pub use change::decide;
pub use known::known;
pub use speakers::one;

use crate::state::App;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Rawi",
        description = "Who said what, and through whom, in Arabic news. Spans count Unicode scalar values. Errors are RFC 9457 problems.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    tags(
        (name = "read", description = "Reading articles; nothing is kept"),
        (name = "search", description = "What the archive holds"),
        (name = "change", description = "Changing the archive; needs the token")
    )
)]
struct Description;

/// The routes, with what the OpenAPI document says of them.
pub fn routes() -> OpenApiRouter<App> {
    let mut api = Description::openapi();
    let components = api.components.get_or_insert_default();
    components.add_security_scheme("token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    OpenApiRouter::with_openapi(api)
        .routes(routes!(read::read))
        .routes(routes!(statements::statements))
        .routes(routes!(articles::articles, articles::add))
        .routes(routes!(articles::article, articles::remove))
        .routes(routes!(articles::revisions))
        .routes(routes!(statements::facets))
        .routes(routes!(speakers::speakers))
        .routes(routes!(speakers::speaker))
        .routes(routes!(change::decisions))
        .routes(routes!(change::merge))
        .routes(routes!(change::split))
        .routes(routes!(change::undo))
        .routes(routes!(outlets::outlets))
        .routes(routes!(suggest::suggest))
        .routes(routes!(export::export))
}
