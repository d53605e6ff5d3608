using System.Text;

namespace Tasker.Cli.Tui;

/// <summary>What keys do while the screen asks something: nothing happens without a yes.</summary>
/// <param name="view">The view.</param>
/// <param name="dialog">What is asked.</param>
internal sealed class DialogKeys(BoardView view, Dialog dialog)
{
    private const int LongestText = 200;

    /// <inheritdoc cref="BoardKeys.Press"/>
    public (BoardView View, BoardAction? Action) Press(ConsoleKeyInfo key) => key switch
    {
        { Key: ConsoleKey.Escape } => (view with { Dialog = null, Filter = dialog.Kind is DialogKind.Filter ? "" : view.Filter }, null),
        _ when dialog.Kind is DialogKind.Reason or DialogKind.Filter => Type(key),
        { KeyChar: 'y' or 'Y' } => Yes(),
        { KeyChar: 'n' or 'N' or 'q' } => (view with { Dialog = null }, null),
        _ => (view, null),
    };

    private (BoardView View, BoardAction? Action) Yes()
    {
        var next = view with { Dialog = null };
        return (dialog.Kind, dialog.Run) switch
        {
            (DialogKind.Halt, null) => (view with { Dialog = new Dialog(DialogKind.Reason) }, null),
            (DialogKind.Halt, { } run) => (next, new BoardAction.PauseRun(run)),
            (_, null) => (next, new BoardAction.ResumePlan()),
            (_, { } run) => (next, new BoardAction.ResumeRun(run)),
        };
    }

    private (BoardView View, BoardAction? Action) Type(ConsoleKeyInfo key)
    {
        if (key.Key is ConsoleKey.Enter || key.KeyChar is '\r' or '\n')
        {
            var next = view with { Dialog = null };
            return dialog.Kind is DialogKind.Filter ? (next, null) : (next, new BoardAction.HaltPlan(dialog.Text.Trim() is { Length: > 0 } reason ? reason : "manual"));
        }

        var text = key.Key is ConsoleKey.Backspace || key.KeyChar is '\b' or '\u007f' ? WithoutLast(dialog.Text)
            : char.IsControl(key.KeyChar) || dialog.Text.Length >= LongestText ? dialog.Text
            : dialog.Text + key.KeyChar;
        return (view with { Dialog = dialog with { Text = text }, Filter = dialog.Kind is DialogKind.Filter ? text : view.Filter }, null);
    }

    private static string WithoutLast(string text)
    {
        if (text.Length == 0)
        {
            return text;
        }

        Rune.DecodeLastFromUtf16(text, out _, out var used);
        return text[..^used];
    }
}
