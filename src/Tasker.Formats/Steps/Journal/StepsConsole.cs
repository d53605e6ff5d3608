namespace Tasker.Formats.Steps.Journal;

/// <summary>How the progress of steps looks on a screen.</summary>
public enum StepsStyle
{
    /// <summary>
    /// A tag before every line: <c>[PRE] ✓ verify_env (3s) - logged</c>. The look of <c>--step</c> and
    /// <c>--continue</c>.
    /// </summary>
    Tagged,

    /// <summary>Indented below a heading for each phase: <c>  ✓ verify_env [3s]</c>. The look of <c>do 8</c>.</summary>
    Indented,
}

/// <summary>Writes the progress of steps as lines, from what has happened and with the times that it really
/// took.</summary>
public sealed class StepsConsole
{
    private readonly Action<string> _write;
    private readonly IStepLines _lines;
    private string _block = "";
    private bool _begun;

    /// <param name="write">Takes one line without its end.</param>
    /// <param name="style">The look.</param>
    public StepsConsole(Action<string> write, StepsStyle style)
    {
        ArgumentNullException.ThrowIfNull(write);
        (_write, _lines) = (write, style is StepsStyle.Tagged ? new TaggedLines() : new IndentedLines());
    }

    /// <summary>Shows one record; most are a line or two, some none.</summary>
    internal void Show(StepRecord record)
    {
        foreach (var (block, line) in _lines.Of(record))
        {
            if (_begun && block != _block)
            {
                _write("");
            }

            (_block, _begun) = (block, true);
            _write(line);
        }
    }

    /// <summary>Shows that an execution of an earlier session goes on.</summary>
    internal void ShowResumed(StepRecord started)
    {
        foreach (var (block, line) in _lines.Resumed(started))
        {
            if (_begun)
            {
                _write("");
            }

            (_block, _begun) = (block, true);
            _write(line);
        }
    }
}
