//! The style sheet, the script and the icon, which every page shares. In files they are inlined; a server gives them under names that change
//! with what is in them.

/// The style sheet.
pub const STYLE: &str = include_str!("../templates/style.css");
/// What an article needs of the script.
pub const ARTICLE_SCRIPT: &str = include_str!("../templates/article.js");
/// The script. Every page works without it.
pub const SCRIPT: &str = concat!(include_str!("../templates/article.js"), "\n", include_str!("../templates/site.js"));

/// The icon, as SVG.
pub const ICON: &str = include_str!("../templates/icon.svg");

/// The name of the style sheet below `/assets/`.
pub fn style_name() -> String {
    format!("style-{}.css", hash(STYLE))
}

/// The name of the script below `/assets/`.
pub fn script_name() -> String {
    format!("script-{}.js", hash(SCRIPT))
}

/// The name of the icon below `/assets/`.
pub fn icon_name() -> String {
    format!("icon-{}.svg", hash(ICON))
}

/// FNV-1a, 64 bits, in hexadecimal.
fn hash(text: &str) -> String {
    let mixed = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, byte| (h ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{mixed:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_change_with_what_is_in_them() {
        assert_eq!(hash("a"), "af63dc4c8601ec8c");
        assert!(style_name().starts_with("style-") && script_name().ends_with(".js"));
    }
}
