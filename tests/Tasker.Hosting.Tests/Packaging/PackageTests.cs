using System.Diagnostics;
using Tasker.Testing;

namespace Tasker.Hosting.Tests.Packaging;

/// <summary>The package is made of what was built, installed from a folder into the program of the example, and run.</summary>
public sealed class PackageTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly string _folder = Directory.CreateTempSubdirectory("tasker-package-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_example_is_short_and_runs_with_the_package()
    {
        // Nothing of the repository is built here, so nothing that other tests use is written.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        await DotnetAsync(
            RepositoryFiles.Root, "pack", "src/Tasker.Hosting/Tasker.Hosting.csproj", "-c", configuration, "--no-build", "--nologo", "-v",
            "quiet", "-nodeReuse:false",
            "-o", Path.Combine(_folder, "packages"));
        CopyExample();
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        await File.WriteAllTextAsync(Path.Combine(_folder, "nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="folder" value="packages" /></packageSources>
              <fallbackPackageFolders><add key="known" value="{cache}" /></fallbackPackageFolders>
            </configuration>
            """);

        await DotnetAsync(
            _folder, "build", "-c", "Release", "--nologo", "-v", "quiet", "-nodeReuse:false", "-p:NuGetAudit=false", "-o", "out");
        var told = await DotnetAsync(_folder, Path.Combine("out", "embedding.dll"));

        Assert.InRange(RepositoryFiles.Lines("examples/embedding/Program.cs").Length, 10, 39);
        Assert.StartsWith("execution:start\nphase:start Views\n", told, StringComparison.Ordinal);
        Assert.EndsWith("phase:complete Verdict\nexecution:complete\nCompleted: Wait.\n", told, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder, "out", "Tasker.Hosting.dll"))
            && File.Exists(Path.Combine(_folder, "out", "Tasker.Core.dll")));
    }

    private void CopyExample()
    {
        const string example = "examples/embedding/";
        foreach (var file in RepositoryFiles.All.Where(
            f => f.StartsWith(example, StringComparison.Ordinal) && !f.EndsWith("nuget.config", StringComparison.Ordinal)))
        {
            var target = Path.Combine(_folder, file[example.Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(RepositoryFiles.Root, file), target);
        }
    }

    private async Task<string> DotnetAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NUGET_PACKAGES"] = Path.Combine(_folder, "cache");
        start.Environment["DOTNET_CLI_HOME"] = _folder;
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {await output}{await error}");
        return (await output).ReplaceLineEndings("\n");
    }
}
