//! Chinese.

use super::AboutTexts;
use crate::data::source::{KEPT_BYTES, MOST_CELLS, MOST_INPUTS};
use crate::i18n::format::count;
use crate::plan::MOST_STEPS;
use crate::session::keep::MOST_TABLE_BYTES;
use crate::session::sweep::MOST_TRIALS;
use crate::training::Setting;

pub(super) static TEXTS: AboutTexts = AboutTexts {
    about: "关于、来源与许可",
    version: |number, build| match build {
        Some(build) => format!("绿梯 GreenGrad {number}，构建 {build}"),
        None => format!("绿梯 GreenGrad {number}"),
    },
    take: |size| format!("带走整个网页（一个文件，{size}）"),
    take_is: "整个网页就在一个 HTML 文件里：保存它，拷到 U 盘，双击即可打开。无需服务器，也无需网络。",
    is_alone: "这是装在一个文件里的完整网页，无需服务器，也无需网络。",
    is_coming: "正在把网页存入此浏览器，以便断网时使用……",
    is_kept: "断网也能使用：此浏览器已保存网页的全部文件。",
    is_impossible: "此浏览器无法保存网页供断网时使用：当前地址（需要 https）或当前窗口类型不支持。",
    has_failed: |reason| {
        let why = if reason.is_empty() { String::new() } else { format!("（{reason}）") };
        format!("未能保存网页供断网时使用{why}。其他功能不受影响；下次打开时会再试。")
    },
    new_version: "网页有了新版本。由您决定何时打开；在此之前一切不变。打开时网页会重新载入，并显示此浏览器为您保存的内容。",
    not_now: "训练尚未结束，请稍候。",
    open_new: "打开新版本",
    licence: "绿梯的代码可任选 MIT 或 Apache-2.0 许可使用。",
    data: "示例数据",
    grids: "电网碳强度",
    grid_sources: [
        "各国：Ember，经 Our World in Data，CC BY 4.0。",
        "中国各省：生态环境部、国家统计局 2025 年第 47 号公告。",
        "美国各州：美国环境保护署 eGRID2023。",
        "一天内的形状：由 12 个欧洲电网 2018 至 2020 年的发电量算得，ENTSO-E 透明度平台，CC BY 4.0；经汇总。",
    ],
    limits: "能有多大",
    limits_are: || {
        let most = |setting: Setting| count(setting.bounds().1 as u64);
        let megabytes = |bytes: u64| count(bytes >> 20);
        vec![
            format!(
                "表格：最多读取 {} 个单元格（一百万行时为 {} 列）。不超过 {} MB 的文件可以按原样查看各行。",
                count(MOST_CELLS),
                count(MOST_CELLS / 1_000_000),
                megabytes(KEPT_BYTES)
            ),
            format!(
                "训练：行数 × 输入数最多 {}（一百万行时为 {} 个输入）。标签列的每个标签算一个输入，时间列算几个输入。",
                count(MOST_INPUTS),
                count(MOST_INPUTS / 1_000_000)
            ),
            format!(
                "网络：最多 {} 个隐藏层，每层 {} 个单元；批量最多 {} 行；最多 {} 轮。同时尝试多组设置：{} 个网络。",
                most(Setting::HiddenLayers),
                most(Setting::HiddenUnits),
                most(Setting::BatchSize),
                most(Setting::Epochs),
                count(MOST_TRIALS as u64)
            ),
            format!("计划：{} 步，即一个月的每一刻钟。", count(MOST_STEPS as u64)),
            format!(
                "此浏览器保存：不超过 {} MB 的表格。更大的可以训练，关闭网页后即消失。",
                megabytes(MOST_TABLE_BYTES as u64)
            ),
            "手机的内存可能不及这些。网页的某一部分内存不足时会重新启动，并会说明。".to_owned(),
        ]
    },
    crates: "所含软件",
    crates_are: |count| format!("网页的模块由 {count} 个 Rust 软件包构成。点击许可可看其全文。"),
    crate_name: "软件包",
    crate_version: "版本",
    crate_licence: "许可",
    text_of: |name| format!("{name} 的许可全文"),
    loading: "正在读取……",
    missing: |reason| format!("未能读取清单（{reason}）。请关闭后重新打开，再试一次。"),
    close: "关闭",
};
