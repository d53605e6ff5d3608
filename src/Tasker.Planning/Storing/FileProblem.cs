namespace Tasker.Planning.Storing;

/// <summary>What is wrong with one file.</summary>
/// <param name="File">Its name.</param>
/// <param name="Message">What.</param>
public sealed record FileProblem(string File, string Message);
