package io.github.vflow.table.report.html;

/** The style sheet of a report: light, dark and on paper. */
public final class Theme {
    /** Blue and orange of M. Okabe and K. Ito, which people with any colour vision can tell apart. */
    public static final String RULES = """
            :root{color-scheme:light dark;--paper:#fff;--card:#f6f7f9;--ink:#1b1f24;--soft:#57606a;--rule:#d5dae0;
            --data:#0072b2;--data-soft:#86bfe0;--model:#c24e00;--model-soft:#f0a875;--good:#1a7f37;--bad:#b42318}
            @media (prefers-color-scheme:dark){:root{--paper:#14171b;--card:#1c2026;--ink:#e8eaed;--soft:#a3abb5;--rule:#343a42;
            --data:#6cbdf0;--data-soft:#2f6d99;--model:#ffab5e;--model-soft:#a8632a;--good:#56d37a;--bad:#ff8a80}}
            *{box-sizing:border-box}
            html{scroll-behavior:smooth}
            body{margin:0;background:var(--paper);color:var(--ink);line-height:1.5;
            font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif}
            main,footer{max-width:1180px;margin:0 auto;padding:0 20px}
            header{padding-top:32px}
            h1{font-size:1.9rem;line-height:1.2;margin:.1em 0;overflow-wrap:anywhere}
            h2{font-size:1.35rem;margin:0 0 .2em}
            h3{font-size:1.02rem;margin:1.4em 0 .4em}
            section{margin:40px 0 0;padding-top:20px;border-top:1px solid var(--rule)}
            p{margin:.4em 0}
            .kicker{color:var(--soft);text-transform:uppercase;letter-spacing:.08em;font-size:.78rem;font-weight:600;margin:0}
            .lead{max-width:52rem;overflow-wrap:anywhere}
            header .lead,.note,.seen{color:var(--soft)}
            nav{margin-top:16px}
            nav ul{list-style:none;margin:0;padding:0;font-size:.94rem}
            nav li{display:grid;grid-template-columns:minmax(120px,220px) 1fr;gap:2px 18px;padding:4px 0}
            nav span{overflow-wrap:anywhere}
            a{color:var(--data)}
            .grid3,.grid2{display:grid;gap:20px;margin-top:16px}
            .grid3{grid-template-columns:repeat(auto-fill,minmax(min(100%,330px),1fr))}
            .grid2{grid-template-columns:repeat(auto-fill,minmax(min(100%,470px),1fr))}
            figure{margin:0;background:var(--card);border-radius:8px;padding:12px 14px 10px;min-width:0}
            figcaption{margin-bottom:8px;overflow-wrap:anywhere}
            figcaption b{display:block}
            .seen{font-size:.86rem}
            section>figure{margin-top:16px;max-width:830px}
            svg{display:block;width:100%;height:auto;max-width:800px;font-size:11px;overflow:visible}
            svg text{fill:var(--soft);unicode-bidi:isolate}
            .name{font-size:11px}
            .strong{fill:var(--ink);font-weight:600}
            .grid{stroke:var(--rule);stroke-width:1;fill:none}
            .axis{stroke:var(--soft);stroke-width:1;fill:none}
            .data-bar{fill:var(--data-soft)}
            .model-bar{fill:var(--model-soft)}
            .data-line,.model-line{fill:none;stroke-width:1.8;stroke-linejoin:round}
            .data-line{stroke:var(--data)}
            .model-line{stroke:var(--model)}
            .mark{fill:var(--paper);stroke:var(--model);stroke-width:2}
            svg .data-word{fill:var(--data);font-weight:600}
            svg .model-word{fill:var(--model);font-weight:600}
            .rows{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,500px),1fr));gap:16px;margin-top:16px}
            .row{background:var(--card);border-radius:8px;padding:12px 14px;min-width:0}
            .rowhead{display:flex;flex-wrap:wrap;gap:2px 14px;align-items:baseline}
            .rowhead span{color:var(--soft);font-size:.9rem}
            .row table{font-size:.86rem;margin-top:6px}
            .row td{overflow-wrap:break-word;padding-right:10px}
            .row details{margin-top:8px;font-size:.86rem}
            .cells span{display:inline-block;margin-right:14px}
            .wide{overflow-x:auto}
            table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
            th{text-align:left;color:var(--soft);font-weight:600}
            th,td{padding:5px 14px 5px 0;border-bottom:1px solid var(--rule);vertical-align:top;overflow-wrap:anywhere}
            .number{text-align:right}
            dl{display:grid;grid-template-columns:minmax(120px,220px) 1fr;gap:6px 18px;margin:12px 0;font-size:.94rem}
            dt{color:var(--soft)}
            dd{margin:0;overflow-wrap:anywhere}
            pre{background:var(--card);border-radius:8px;padding:12px 14px;overflow-x:auto;font-size:.86rem;margin:0;
            white-space:pre-wrap;overflow-wrap:anywhere}
            details{margin-top:14px}
            summary{cursor:pointer;color:var(--data)}
            footer{color:var(--soft);font-size:.86rem;padding-top:32px;padding-bottom:32px}
            .chip{display:inline-block;border:1px solid currentColor;border-radius:9px;padding:0 8px;font-size:.78rem;font-weight:600}
            span.chip.good{color:var(--good)}
            span.chip.bad{color:var(--bad)}
            th{overflow-wrap:normal}
            @media (max-width:560px){nav li{grid-template-columns:1fr}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}}
            @media print{:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--rule:#ccc;--data:#0072b2;--data-soft:#86bfe0;
            --model:#c24e00;--model-soft:#f0a875;--good:#1a7f37;--bad:#b42318;color-scheme:light}
            @page{size:A4;margin:14mm}
            body{font-size:10.5pt}
            main,footer{max-width:none;padding:0}
            nav a{color:inherit;text-decoration:none}
            figure,.row{border:1px solid var(--rule);break-inside:avoid}
            tr{break-inside:avoid}
            h2,h3,.lead{break-after:avoid}
            .grid3{grid-template-columns:repeat(3,1fr);gap:8px}
            .grid2{grid-template-columns:repeat(2,1fr);gap:8px}
            details::details-content{content-visibility:visible;block-size:auto}
            *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
            """;

    private Theme() {}
}
