namespace Tasker.Planning.Evaluating;

/// <summary>How many tasks of a phase there are, and are complete.</summary>
/// <param name="phase">The phase.</param>
internal sealed class PhaseCount(int phase)
{
    public int Phase { get; } = phase;

    public int Total { get; set; }

    public int Complete { get; set; }
}
