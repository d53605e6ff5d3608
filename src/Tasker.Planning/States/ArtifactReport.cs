using Tasker.Planning.Documents;

namespace Tasker.Planning.States;

/// <summary>What came of checking something that a phase or an executor has left behind.</summary>
/// <param name="Path">The file or folder that was looked at; absolute.</param>
/// <param name="Checksum">Of what was looked at; empty when it is not there.</param>
/// <param name="Problems">What is wrong; empty when it is right.</param>
/// <param name="Warnings">What should be known and closes nothing.</param>
public sealed record ArtifactReport(string Path, string Checksum, IReadOnlyList<SchemaProblem> Problems, IReadOnlyList<string> Warnings)
{
    /// <summary>True when it may be gone on with.</summary>
    public bool IsValid => Problems.Count == 0;
}
