namespace Tasker.Bench;

/// <summary>A folder that goes away.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("tasker-bench-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
