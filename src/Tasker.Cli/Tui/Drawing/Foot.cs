using Tasker.Cli.Screens;
using Tasker.Cli.Tui.Pictures;

namespace Tasker.Cli.Tui.Drawing;

/// <summary>The last line: what is asked, what came of the last request, or the keys.</summary>
internal static class Foot
{
    private const string Cursor = "_";

    /// <summary>The line.</summary>
    public static string Line(Board board, BoardView view, Pen pen, int width) =>
        view.Dialog is { } dialog ? TextWidth.Cut(pen.Ink.Bold(Question(dialog)), width)
        : view.Message.Length > 0 ? TextWidth.Cut(pen.Ink.Yellow(SafeText.Of(view.Message)), width)
        : TextWidth.Cut(pen.Ink.Dim(Keys(board, view)), width);

    private static string Question(Dialog dialog) => dialog switch
    {
        { Kind: DialogKind.Halt, Run: { } run } => $"Pause run {SafeText.Of(run)}? Nothing new starts, what runs ends. y/n",
        { Kind: DialogKind.Halt } => "Halt the plan? What runs ends, nothing new starts. y/n",
        { Kind: DialogKind.Reason } => $"Why? (Enter halts, Esc does not) {Tail(dialog.Text)}{Cursor}",
        { Kind: DialogKind.Resume, Run: { } run } => $"Let run {SafeText.Of(run)} go on? y/n",
        { Kind: DialogKind.Resume } => "Take the request to stop the plan back? y/n",
        { Kind: DialogKind.Host, Run: var run } => $"Nobody hosts run {SafeText.Of(run ?? "")}. Host it in the background? y/n",
        _ => $"Show rows with: {Tail(dialog.Text)}{Cursor}",
    };

    /// <summary>The end of a long text: that is where somebody types.</summary>
    private static string Tail(string text) => SafeText.Of(text.Length > 40 ? "…" + text[^40..] : text) + (text.EndsWith(' ') ? " " : "");

    private static string Keys(Board board, BoardView view)
    {
        var stop = view.Target(board) is null ? "h halt" : "h pause";
        return view.IsHelp ? "↑↓ scroll  any other key: back  q quit"
            : view.Item is not null ? $"↑↓ scroll  Esc back  {stop}  r resume  ? help  q quit"
            : view.Run is not null ? $"↑↓ move  Enter open  Esc back  Tab part  {stop}  r resume  ? help  q quit"
            : $"↑↓ move  Enter open  Tab part  {stop}  r resume  / filter  ? help  q quit";
    }
}
