using System.Diagnostics;
using Tasker.Formats.FrontDoors;
using Tasker.Formats.Steps.Files;
using Tasker.Formats.Text;

namespace Tasker.Formats.Tests.Text;

/// <summary>A pipe with the name of a plan: opening it would wait for ever.</summary>
public sealed class PipeTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);
    private readonly string _root = Directory.CreateTempSubdirectory("tasker-pipes-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("p.md", false)]
    [InlineData("p.txt", false)]
    [InlineData("p.yaml", true)]
    [InlineData("SPEC.md", true)]
    public async Task A_pipe_hangs_nobody(string name, bool isNamed)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using (var made = Process.Start("mkfifo", Path.Combine(_root, name)))
        {
            await made.WaitForExitAsync();
        }

        var file = await Task.Run(() => FrontDoorFinder.Find(Path.Combine(_root, name), name)).WaitAsync(Guard);
        var folder = await Task.Run(() => FrontDoorFinder.Find(_root, ".")).WaitAsync(Guard);
        var text = await Task.Run(() => new ProjectFolder(_root).Read(name)).WaitAsync(Guard);
        var spec = await Task.Run(() => new SpecFile(_root, name, TimeProvider.System).ReadAsync(CancellationToken.None)).WaitAsync(Guard);

        Assert.Equal(isNamed, file.Value is not null);
        Assert.Equal(name == "SPEC.md", folder.Value is not null);
        Assert.Equal(0, text.Bytes!.Value.Length);
        Assert.False(spec.IsUsable);
    }
}
