//! Names of the choices in links, in the terminal and in files: one list serves all three.

/// Gives an enum `ALL`, `name`, `FromStr` and `Display` by one name a variant; further names are read, not written.
macro_rules! named {
    ($type:ident { $($variant:ident = $name:literal $(| $alias:literal)*),+ $(,)? }) => {
        impl $type {
            /// All of them, in the order of the menu.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in links, in the terminal and in files.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::nn::UnknownName;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($name $(| $alias)* => Ok(Self::$variant),)+
                    _ => Err($crate::nn::UnknownName {
                        name: text.to_owned(),
                        choices: Self::ALL.iter().map(|choice| choice.name()).collect(),
                    }),
                }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

pub(super) use named;
