using System.Diagnostics;
using System.Text;

namespace Tasker.Core.Tests.Templates;

/// <summary>The real shells of this machine, to compare with.</summary>
internal static class Shells
{
    /// <summary><c>sh</c>, and <c>bash</c> as it behaves where it is called <c>sh</c>.</summary>
    public static IEnumerable<string[]> All { get; } =
        File.Exists("/bin/bash") ? [["/bin/sh", "-c"], ["/bin/bash", "--posix", "-c"]] : [["/bin/sh", "-c"]];

    /// <summary>Runs a script in an empty folder; its standard output, and what it left in the folder.</summary>
    public static (string Output, string[] Left) Run(string[] shell, string script, params (string Name, string Value)[] variables)
    {
        var folder = Directory.CreateTempSubdirectory("tasker-shell");
        try
        {
            var start = new ProcessStartInfo(shell[0])
            {
                WorkingDirectory = folder.FullName,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
                StandardOutputEncoding = new UTF8Encoding(false),
            };
            foreach (var argument in shell.Skip(1).Append(script))
            {
                start.ArgumentList.Add(argument);
            }

            start.Environment.Clear();
            start.Environment["PATH"] = "/usr/bin:/bin";
            start.Environment["HOME"] = "/home/nobody";
            foreach (var (name, value) in variables)
            {
                start.Environment[name] = value;
            }

            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (output, [.. folder.GetFileSystemInfos().Select(f => f.Name)]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
