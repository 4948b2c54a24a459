using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ServiceTracker.Infrastructure.Access;

/// <summary>A value that changes, also to nothing.</summary>
public sealed record Changed<T>(T? To);
