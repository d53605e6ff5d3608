namespace Tasker.Formats.Steps.Journal;

/// <summary>The lines of one look. An empty line stands between lines of different blocks.</summary>
internal interface IStepLines
{
    /// <summary>What one record looks like.</summary>
    IEnumerable<(string Block, string Line)> Of(StepRecord record);

    /// <summary>What the beginning of an execution looks like that was begun in an earlier session.</summary>
    IEnumerable<(string Block, string Line)> Resumed(StepRecord started);
}
