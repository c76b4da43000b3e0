//! Chinese.

use super::AboutTexts;

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
