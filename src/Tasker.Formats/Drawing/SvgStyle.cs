using Tasker.Core.Runs;

namespace Tasker.Formats.Drawing;

/// <summary>Colours and icons of the picture.</summary>
internal static class SvgStyle
{
    /// <summary>The style sheet: light, and dark where the reader's surroundings are.</summary>
    public const string Sheet = """
        text { font-family: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; fill: #0f172a; }
        .page { fill: #ffffff; }
        .name { font-size: 16px; font-weight: 600; }
        .about, .key { font-size: 12px; fill: #64748b; }
        .title { font-size: 13px; font-weight: 600; }
        .caption { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 10.5px; fill: #64748b; }
        .group { fill: #64748b; fill-opacity: .06; stroke: #cbd5e1; }
        .card { fill: #ffffff; stroke: #cbd5e1; stroke-width: 1.2; }
        .special { stroke-dasharray: 5 4; }
        .icon { fill: none; stroke: #64748b; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
        .bar { fill: #cbd5e1; }
        .edge { fill: none; stroke: #94a3b8; stroke-width: 1.5; }
        .ended { stroke-dasharray: 6 4; }
        .started { stroke-dasharray: 2 4; stroke-linecap: round; }
        .head { fill: #94a3b8; }
        .running .card, .running .group { stroke: #2563eb; } .running .card { fill: #eff6ff; } .running .bar { fill: #2563eb; } .running .icon { stroke: #2563eb; }
        .retrywait .card, .retrywait .group { stroke: #ea580c; } .retrywait .card { fill: #fff7ed; } .retrywait .bar { fill: #ea580c; } .retrywait .icon { stroke: #ea580c; }
        .succeeded .card, .succeeded .group { stroke: #86d3a0; } .succeeded .card { fill: #f3fbf5; } .succeeded .bar { fill: #16a34a; } .succeeded .icon { stroke: #16a34a; }
        .failed .card, .failed .group { stroke: #dc2626; } .failed .card { fill: #fef2f2; } .failed .bar { fill: #dc2626; } .failed .icon { stroke: #dc2626; }
        .skipped .card { fill: #f8fafc; } .skipped .bar { fill: #94a3b8; } .skipped .title { fill: #94a3b8; }
        .blocked .card, .blocked .group { stroke: #d9a441; } .blocked .card { fill: #fffaeb; } .blocked .bar { fill: #d97706; } .blocked .icon { stroke: #d97706; }
        .cancelled .card, .cancelled .group { stroke: #c4a3e8; } .cancelled .card { fill: #faf5ff; } .cancelled .bar { fill: #9333ea; } .cancelled .icon { stroke: #9333ea; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e2e8f0; }
          .page { fill: #0d1117; }
          .about, .key, .caption { fill: #94a3b8; }
          .group { fill: #94a3b8; fill-opacity: .07; stroke: #334155; }
          .card { fill: #161b22; stroke: #3b4656; }
          .icon { stroke: #94a3b8; }
          .bar { fill: #475569; }
          .edge { stroke: #64748b; }
          .head { fill: #64748b; }
          .running .card { fill: #14233f; stroke: #3b82f6; } .retrywait .card { fill: #2c1d12; }
          .succeeded .card { fill: #10261a; stroke: #2f7d4c; } .failed .card { fill: #301417; stroke: #ef4444; }
          .skipped .card { fill: #12161c; } .skipped .title { fill: #64748b; }
          .blocked .card { fill: #2a2010; stroke: #a16207; } .cancelled .card { fill: #21152f; stroke: #7e3fb8; }
          .running .icon { stroke: #60a5fa; } .succeeded .icon { stroke: #4ade80; } .failed .icon { stroke: #f87171; }
        }
        """;

    /// <summary>The words of the statuses that are shown in the key, in its order.</summary>
    public static readonly (NodeStatus Status, string Word)[] Statuses =
    [
        (NodeStatus.Succeeded, "succeeded"), (NodeStatus.Running, "running"), (NodeStatus.RetryWait, "to be tried again"),
        (NodeStatus.Failed, "failed"), (NodeStatus.Blocked, "blocked"), (NodeStatus.Skipped, "skipped"),
        (NodeStatus.Cancelled, "cancelled"),
        (NodeStatus.Waiting, "waiting"),
    ];

    /// <summary>The icon of a kind of box, drawn in a square of 16.</summary>
    public static string Icon(BoxKind kind) => kind switch
    {
        BoxKind.Run => "M3.5 4.5 7 8l-3.5 3.5M8.5 11.5h4",
        BoxKind.Agent => "M8 2c.6 3.6 2.4 5.4 6 6-3.6.6-5.4 2.4-6 6-.6-3.6-2.4-5.4-6-6 3.6-.6 5.4-2.4 6-6Z",
        BoxKind.Check => "M3 8.5l3.2 3.2L13 4.5",
        BoxKind.Wait => "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 1 0 0-11M8 5v3.2l2.2 1.4",
        BoxKind.Approve => "M8 3a2.4 2.4 0 1 0 0 4.8A2.4 2.4 0 1 0 8 3M3.2 13.5c.5-2.9 2.4-4.1 4.8-4.1s4.3 1.2 4.8 4.1",
        BoxKind.Note => "M4 2.5h5.5L12 5v8.5H4ZM6 7h4M6 9.5h4",
        BoxKind.Aggregate => "M3 3l5 5M13 3 8 8M8 8v5.5M5.5 11 8 13.5 10.5 11",
        BoxKind.Custom => "M8 2.2l5.2 2.9v5.8L8 13.8l-5.2-2.9V5.1ZM2.8 5.1 8 8l5.2-2.9M8 8v5.8",
        _ => "M2.5 5.5h8v8h-8ZM5.5 5.5v-3h8v8h-3",
    };
}
